/** Told to the server with every exchange; the same as in package.json. */
export const appVersion = "0.1.0";
