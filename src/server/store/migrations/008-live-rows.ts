/** The daily digest counts live rows scope by scope: an index that holds these alone answers it without a row being read. */
export const liveRows = {
  number: 8,
  name: "live-rows",
  sql: `
create index rows_live on rows (commune, scope, seq) where deleted = 0;
`,
} as const;
