/** Raise it when any kind's `keysOf` changes: rows are then re-keyed quietly, and the database never migrates. */
export const keysVersion = 5;
