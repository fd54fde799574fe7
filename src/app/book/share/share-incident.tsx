import { useEffect, useState } from "react";
import { ladderFor } from "#domain/contacts/ladder.ts";
import type { Refusal } from "#kernel/result.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLive, useLogbook, useNow } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icons.tsx";
import { announce } from "../../ui/live-region.tsx";
import { useContacts } from "../incident-contacts.tsx";
import { incidentOf } from "../incident-row.tsx";
import { useNames } from "../names.ts";
import { receiversOf, shortMessage, smsLink } from "./short-message.ts";

/** *Chia sẻ*: the standard short message for the share sheet, or as one text message that carries the incident itself. */
export function ShareIncident({ row }: { row: StoredRow }) {
  const t = useText("share");
  const { now } = useNow();
  const names = useNames();
  const logbook = useLogbook();
  const incident = incidentOf(row);
  const message = useOwnMessage(row.id, row.seq);
  const contacts = useContacts();
  const ladder = ladderFor(contacts ?? [], incident).flatMap((rung) => rung.contacts.map(({ body }) => body));
  const call = ladder.slice(0, 2);
  const receivers = receiversOf(ladder.map(({ phone }) => phone));
  const place = names.village(incident.village) ?? names.site(incident.site);
  const code = message.text && !message.received ? message.text : null;
  const text = shortMessage(t, incident, { place, call, now, code });
  const plainSms = shortMessage(t, incident, { place, call: [], now, code: null });
  if (!contacts || !names.isReady) return null;
  const openSms = () => {
    if (code) void import("#client/sms.ts").then(({ noteWritten }) => noteWritten(logbook, row.id));
  };
  return (
    <div className="deed-stack">
      <Button icon="share" full onClick={() => void shareText(incident.number, text, t("copied"))}>
        {t("share")}
      </Button>
      <a
        className="btn"
        data-variant="plain"
        data-size="48"
        data-full
        href={smsLink(receivers, code ?? plainSms)}
        onClick={openSms}
      >
        <Icon name="edit" />
        <span>{t("sms")}</span>
      </a>
      {receivers.length === 0 ? <p className="field-help">{t("smsToNobody")}</p> : null}
      <p className="field-help">{smsHelp(t, code !== null, message.refusal, row.seq > 0)}</p>
      <WrittenMark id={row.id} received={row.seq > 0} />
    </div>
  );
}

/** *Đã soạn tin nhắn*: until the server has the incident, nobody knows whether the message arrived. */
function WrittenMark({ id, received }: { id: string; received: boolean }) {
  const t = useText("share");
  const written = useLive(async (tx) => (await tx.draft(`sms/written/${id}`)) !== undefined, [id]);
  if (!written || received) return null;
  return <p role="status">{t("written")}</p>;
}

function smsHelp(
  t: (key: string) => string,
  carries: boolean,
  refusal: Refusal | null,
  received: boolean,
): string {
  if (carries) return t("smsCarries");
  if (received) return t("smsPlain");
  return t(refusal?.code === "no-sms-key" ? "smsNoKey" : "smsPlain");
}

/** The text message of this device's own report; asked again when the server's answer has come. */
function useOwnMessage(id: string, seq: number) {
  const logbook = useLogbook();
  const [made, setMade] = useState<{ text: string | null; received: boolean; refusal: Refusal | null }>({
    text: null,
    received: seq > 0,
    refusal: null,
  });
  useEffect(() => {
    let current = true;
    void import("#client/sms.ts")
      .then(({ messageOf }) => messageOf(logbook, id))
      .then((own) => {
        if (!current) return;
        const received = seq > 0 || (own.ok && own.value.received);
        setMade({ text: own.ok ? own.value.text : null, received, refusal: own.ok ? null : own.refusal });
      })
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [logbook, id, seq]);
  return made;
}

async function shareText(title: string, text: string, copied: string): Promise<void> {
  try {
    if (typeof navigator.share === "function") return await navigator.share({ title, text });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return;
  }
  await navigator.clipboard.writeText(text);
  announce(copied);
}
