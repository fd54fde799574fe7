import type { Dialect } from "../dialect.ts";

/** Entries are found by the record they hang under, as conflicts were before: when it moves, they come along. */
export const under = {
  number: 5,
  name: "under",
  sql: ({ jsonText }: Dialect) => `
update rows set about = ${jsonText("body", "parent")}
where about is null and kind in ('incidentEntry', 'progressUpdate', 'photo', 'drill');
`,
} as const;
