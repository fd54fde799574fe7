/** The push services of the browsers in use; a subscription elsewhere would have the server call whomever it is told to. */
const services = [
  /^https:\/\/fcm\.googleapis\.com$/,
  /^https:\/\/(updates|push)\.push\.services\.mozilla\.com$/,
  /^https:\/\/([a-z0-9-]+\.)*push\.apple\.com$/,
  /^https:\/\/([a-z0-9-]+\.)+notify\.windows\.com$/,
];

export function isPushService(endpoint: string, more: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { origin, username, password } = new URL(endpoint);
  if (username !== "" || password !== "") return false;
  return more.includes(origin) || services.some((service) => service.test(origin));
}
