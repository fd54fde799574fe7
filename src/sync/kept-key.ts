/** Finds the records that are kept only to be read: one's own, outside one's scopes. */
export const keptKey = "kept";
