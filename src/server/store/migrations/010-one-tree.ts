import type { Dialect } from "../dialect.ts";

/**
 * What every op writes lies in fewer trees. Live rows of a scope need one index, for pages and for the digest; and where the
 * database can keep a table in the order of its key, the key is not kept a second time beside it.
 */
export const oneTree = {
  number: 10,
  name: "one-tree",
  sql: ({ inKeyOrder }: Dialect) => `
drop index if exists rows_by_scope;
drop index if exists rows_live;
create index rows_live on rows (commune, scope, seq, id) where deleted = 0;
${inKeyOrder === null ? "" : rebuilt(inKeyOrder)}`,
} as const;

function rebuilt(inKeyOrder: string): string {
  return `
alter table op_records rename to op_records_before;
create table op_records (
  commune text not null references communes (id),
  record text not null,
  seq bigint not null,
  device text not null,
  n bigint not null,
  primary key (commune, record, seq, device, n)
) ${inKeyOrder};
insert into op_records select commune, record, seq, device, n from op_records_before;
drop table op_records_before;

alter table personal_content rename to personal_content_before;
create table personal_content (
  commune text not null references communes (id),
  holder text not null,
  id text not null,
  content text not null,
  primary key (commune, holder, id)
) ${inKeyOrder};
insert into personal_content select commune, holder, id, content from personal_content_before;
drop table personal_content_before;
`;
}
