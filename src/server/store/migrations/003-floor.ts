/** Up to its floor a commune has forgotten what was deleted or left a scope; devices below it begin anew. */
export const floor = {
  number: 3,
  name: "floor",
  sql: "alter table communes add column floor bigint not null default 0;",
} as const;
