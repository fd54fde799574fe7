import { callDaysOf, callEndsAt } from "#domain/calls/call-ends.ts";
import type { Call } from "#domain/calls/call-kinds.ts";
import { awaitsReceipt } from "#domain/calls/who-acts.ts";
import { readTelephone } from "#domain/contacts/telephone.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { StoredRow } from "#sync/device-store.ts";
import type { Names } from "../../book/names.ts";
import { formatDay } from "../../i18n/format.ts";
import { hasText, type Text } from "../../i18n/i18n.ts";
import { useDesk } from "../../logbook-context.tsx";

export const callGroups = ["toCall", "handed", "called", "done"] as const;
export type CallGroup = (typeof callGroups)[number];

export function groupOf({ body }: Pick<StoredRow, "body">): CallGroup {
  if (body["state"] === "done") return "done";
  if (body["state"] === "called") return "called";
  return awaitsReceipt(body) ? "handed" : "toCall";
}

/** Whose call it is: the team of a village by its village. */
export function addresseeWord(t: Text, { to, village }: Pick<Call, "to" | "village">, names: Names): string {
  if (to === "team") return t("to.team", { village: names.village(village) ?? "" });
  return t(`to.${to ?? "centre"}`);
}

export function helpWord(t: Text, { sort }: Pick<Call, "sort">): string {
  const key = `support:catalogue.kinds.${sort}`;
  return hasText(key) ? t(key) : t("unknownHelp");
}

/** In a list nobody reads the whole number over a shoulder. */
export function maskedPhone(phone: string | undefined): string {
  const [first] = readTelephone(phone ?? "").numbers;
  return first ? `${first.dial.slice(0, 2)}${"•".repeat(4)}${first.dial.slice(-3)}` : "";
}

/** The day on which what it holds about the person is erased. */
export function useEndDay(row: StoredRow): string {
  const days = callDaysOf(useDesk()?.commune?.body);
  return formatDay(dayOf(callEndsAt(row, days)));
}
