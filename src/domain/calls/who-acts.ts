import type { JsonObject } from "#kernel/json.ts";
import type { Rights } from "../rights.ts";
import type { Addressee } from "./call-states.ts";

/** Roles that ever have a call-back to make. */
export function hasCalls({ roles }: Pick<Rights, "roles">): boolean {
  return roles.some((role) => role === "village" || role === "centre" || role === "security");
}

/** True when it is this person who has to act. */
export function mustAct({ roles, villages }: Pick<Rights, "roles" | "villages">, body: JsonObject): boolean {
  const { to, state, village } = body;
  if (state === "done") return false;
  if (to === "centre") return roles.includes("centre");
  if (to === "police") return roles.includes("security");
  return (
    to === "team" && roles.includes("village") && typeof village === "string" && villages.includes(village)
  );
}

/** Whoever would act where nobody was asked: the village's team, at the counter the centre. */
export function ownAddressee(village: string | undefined): Addressee {
  return village === undefined ? "centre" : "team";
}

/** As the result of the visit says: *chuyển Trung tâm*, *cần Công an*. */
export function addresseeOf(visit: { readonly result?: unknown; readonly village?: unknown }): Addressee {
  if (visit.result === "toCentre") return "centre";
  if (visit.result === "needsPolice") return "police";
  return ownAddressee(typeof visit.village === "string" ? visit.village : undefined);
}

/** Handed from those who wrote it to others, who have not said that it came. */
export function awaitsReceipt({ to, state, village }: JsonObject): boolean {
  return state === "waiting" && to !== ownAddressee(typeof village === "string" ? village : undefined);
}
