/** Communes that were moved to another database, so that nobody takes the empty place for a new one. */
export const moving = {
  number: 2,
  name: "moving",
  sql: `
create table moved_communes (
  id text not null primary key,
  destination text not null,
  at bigint not null
);

drop index held_ranges_by_end;
`,
} as const;
