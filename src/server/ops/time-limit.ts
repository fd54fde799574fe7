/** Whose deed an erasure is that came by its time limit. */
export const byTimeLimit = "time-limit";
