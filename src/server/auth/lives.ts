/** A session lasts so long from its last use. */
export const sessionLifeMs = 90 * 86_400_000;
/** The longest that wrong passwords make anyone wait. */
export const longestWaitMs = 5 * 60_000;
