/** The half of the engine that saves, with every kind's rules: fetched while the first screen is being drawn. */
export { commitOp, commitOps } from "#sync/commit.ts";
export { eraseEnded } from "#sync/erase-ended.ts";
export { rekey } from "#sync/rekey.ts";
export { askPersistOnce } from "./storage.ts";
