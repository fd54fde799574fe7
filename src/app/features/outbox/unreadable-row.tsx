import { useState } from "react";
import type { QuarantinedRow } from "#sync/device-store.ts";
import { shareText } from "../../capsule-file.ts";
import { formatMoment, formatNumber, formatRowTime } from "../../i18n/format.ts";
import { hasText, type Text, useText } from "../../i18n/i18n.ts";
import { useDesk, useLogbook, useNow } from "../../logbook-context.tsx";
import { Button, TextLink } from "../../ui/button.tsx";
import { Disclosure } from "../../ui/disclosure.tsx";
import { Facts } from "../../ui/facts.tsx";
import { ReviewRow } from "../../ui/rows.tsx";
import { SyncState } from "../../ui/sync-state.tsx";
import { PutAway } from "./put-away.tsx";
import { supportCode, tellAdministrator } from "./support-code.ts";

/** What the server sent and this version of the app could not read: kept word for word, for somebody who can. */
export function UnreadableRow({ kept }: { kept: readonly QuarantinedRow[] }) {
  const t = useText("outbox");
  const logbook = useLogbook();
  const { now } = useNow();
  const code = supportCode(logbook.profile.device, (useDesk()?.meta?.nextN ?? 1) - 1);
  const title = t("unreadable.title", { count: kept.length });
  return (
    <ReviewRow
      time={formatRowTime(Math.max(...kept.map((one) => one.at)), now)}
      title={title}
      lines={[kindsOf(t, kept)].filter((line) => line !== "")}
      state={<SyncState state="review" text={t("common:sync.review")} />}
      reason={t("unreadable.why")}
      action={
        <>
          <Button icon="share" onClick={() => void tellAdministrator(`${title}.`, code)}>
            {t("askAdministrator")}
          </Button>
          <More kept={kept} code={code} />
        </>
      }
    />
  );
}

function More({ kept, code }: { kept: readonly QuarantinedRow[]; code: string }) {
  const t = useText("outbox");
  const logbook = useLogbook();
  const { now } = useNow();
  const [told, setTold] = useState("");
  const exportKept = async () => {
    const fileName = `so-truc-chua-doc-duoc-${logbook.profile.device.slice(0, 4)}.json`;
    await shareText(fileName, wordForWord(kept));
    setTold(t("unreadable.exported", { file: fileName }));
  };
  const putAway = async () => {
    await logbook.dropUnreadable(kept.map((one) => one.id));
  };
  return (
    <Disclosure title={t("details")}>
      <Facts
        items={[
          { term: t("unreadable.kept"), value: formatNumber(kept.length) },
          {
            term: t("unreadable.since"),
            value: formatMoment(Math.min(...kept.map((one) => one.at)), now),
          },
          { term: t("facts.supportCode"), value: code },
        ]}
      />
      <div className="deeds">
        <TextLink icon="download" onClick={() => void exportKept()}>
          {t("unreadable.export")}
        </TextLink>
        <p className="field-help">{t("unreadable.exportHelp")}</p>
        <PutAway explain={t("unreadable.putAwayText")} onPutAway={() => void putAway()} />
      </div>
      <p role="status">{told}</p>
    </Disclosure>
  );
}

/** Sự cố, Nhiệm vụ: what is known of them after all. */
function kindsOf(t: Text, kept: readonly QuarantinedRow[]): string {
  const keys = kept.map(({ raw }) => `actions:kinds.${String(partOf(raw, "k"))}`);
  return [...new Set(keys.filter(hasText))].map((key) => t(key)).join(", ");
}

/** Residents' own data lies apart under `p` on the wire and stays out of an unsealed file. */
function wordForWord(kept: readonly QuarantinedRow[]): string {
  const rows = kept.map(({ raw, reason, at }) => {
    if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return { at, reason, raw };
    const { p: _personal, ...rest } = raw as Record<string, unknown>;
    return { at, reason, raw: rest };
  });
  return JSON.stringify(rows, null, 2);
}

function partOf(raw: unknown, name: string): unknown {
  return typeof raw === "object" && raw !== null ? (raw as Record<string, unknown>)[name] : undefined;
}
