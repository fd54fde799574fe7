import type { Call } from "#domain/calls/call-kinds.ts";
import { awaitsReceipt, mustAct } from "#domain/calls/who-acts.ts";
import { readTelephone } from "#domain/contacts/telephone.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useText } from "../i18n/i18n.ts";
import { useMe } from "../logbook-context.tsx";
import { Icon } from "../ui/icons.tsx";
import { callOf } from "./calls.ts";
import { canCall } from "./incident-contacts.tsx";

/** Whether this person calls this number now: it is theirs to act on, not to take over first, and not yet called. */
function waitsForCall(me: Parameters<typeof mustAct>[0], { body }: StoredRow): boolean {
  return body["state"] !== "called" && mustAct(me, body) && !awaitsReceipt(body);
}

/** *Gọi* at the end of a row, in one tap; the number itself is not read over a shoulder. */
export function CallButton({ row }: { row: StoredRow }) {
  const t = useText("contacts");
  const me = useMe();
  const call: Call = callOf(row);
  const [number] = readTelephone(call.phone ?? "").numbers;
  if (!number || !canCall() || !waitsForCall(me, row)) return null;
  return (
    <a className="btn call" data-variant="plain" data-size="48" href={`tel:${number.dial}`}>
      <Icon name="phone" />
      <span>{t("callShort")}</span>
      {call.name ? <span className="hidden-text"> {call.name}</span> : null}
    </a>
  );
}
