/** Bytes of photos that the server holds, by what they are; and for each record of a photo the bytes it asks for. */
export const attachments = {
  number: 4,
  name: "attachments",
  sql: `
create table attachments (
  commune text not null references communes (id),
  sha text not null,
  bytes bigint not null,
  media text not null,
  at bigint not null,
  primary key (commune, sha)
);

alter table rows add column sha text;

create index rows_by_sha on rows (commune, sha, id) where sha is not null;
`,
} as const;
