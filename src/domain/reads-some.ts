import { inCommune, type Role, readers } from "./rights.ts";

/** Classes of which a village's team reads its own villages, and the province what was passed on to it. */
const inPart: Readonly<Partial<Record<Role, readonly string[]>>> = {
  village: ["site", "incidents", "escalated", "visits", "calls", "police"],
  province: ["escalated", "plans"],
};

/** Whether people of these roles read anything at all of a class of scopes, so that a page about it says something. */
export function readsSome(roles: readonly Role[], name: string): boolean {
  const whole = name === "org" ? roles : name === "staff" ? inCommune : (readers[name] ?? []);
  return roles.some((role) => whole.includes(role) || inPart[role]?.includes(name));
}
