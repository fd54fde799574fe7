/** What a device makes of a picture: longest edge in px, and bytes at most. */
export const photoEdge = 1280;
export const photoBytes = 150 * 1024;
