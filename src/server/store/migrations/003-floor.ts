/** Up to its floor a commune has forgotten what was deleted or left a scope; devices below it begin anew. */
export const floor = {
  number: 3,
  name: "floor",
  sql: `
alter table communes add column floor bigint not null default 0;

create index rows_gone on rows (commune, seq, id, kind) where deleted = 1;

create index sessions_by_expiry on sessions (expires_at);
`,
} as const;
