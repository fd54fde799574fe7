import { useCommand } from "../../use-command.ts";
import "./admin.css";
import { useState } from "react";
import { formatMoment, formatNumber, formatRowTime } from "../../i18n/format.ts";
import { hasText, useText } from "../../i18n/i18n.ts";
import { useLogbook, useNow } from "../../logbook-context.tsx";
import { problemWords } from "../../problem-words.ts";
import { Screen } from "../../shell/screen.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { announce } from "../../ui/live-region.tsx";
import { Mark } from "../../ui/mark.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import {
  askOperations,
  type OddOp,
  type Operations,
  retryParked,
  type WatchedDevice,
} from "./operations-api.ts";
import { ServerClockWords, ServerDefects } from "./server-health.tsx";
import { AskedProblem, useAsked } from "./use-admin.tsx";

/** What the server holds back and which devices say nothing: each with who, which device, and what to do. */
export default function OperationsPage() {
  const t = useText("operations");
  const { profile } = useLogbook();
  const asked = useAsked(() => askOperations(profile.device));
  const found = asked.value;
  return (
    <Screen title={t("title")}>
      <PageHead title={t("title")} sub={t("sub")} back={{ label: t("common:back"), to: "/quan-tri" }} />
      <AskedProblem asked={asked} />
      {found ? <ServerClockWords clock={found.clock} /> : null}
      {found && isWell(found) ? (
        <Banner tone="all-in" icon="received" title={t("allWell.title")}>
          {t("allWell.text", { count: found.inUse })}
        </Banner>
      ) : null}
      {found ? (
        <LedgerPage ruled>
          <ServerDefects defects={found.defects} />
          <Silent devices={found.silent} />
          <Gaps devices={found.gaps} />
          <Parked ops={found.parked} onDone={asked.put} />
          <RefusedOps ops={found.refused} />
          <Unreadable pieces={found.unreadable} />
        </LedgerPage>
      ) : null}
    </Screen>
  );
}

function isWell({ clock, defects, silent, gaps, parked, refused, unreadable }: Operations): boolean {
  if (!clock.isSound || defects.count > 0) return false;
  return [silent, gaps, parked, refused, unreadable].every((list) => list.length === 0);
}

function Silent({ devices }: { devices: readonly WatchedDevice[] }) {
  const t = useText("operations");
  const { now } = useNow();
  if (devices.length === 0) return null;
  const quietest = [...devices].sort((a, b) => a.contactAt - b.contactAt);
  return (
    <Section title={t("silent.title")} count={formatNumber(devices.length)}>
      <p className="section-words">{t("silent.text")}</p>
      <Rows label={t("silent.title")}>
        {quietest.map((device) => (
          <Row
            key={device.id}
            time={formatRowTime(device.contactAt, now)}
            title={device.personName || device.name}
            lines={[t("device", device), t("silent.since", { when: formatMoment(device.contactAt, now) })]}
            state={
              device.outbox > 0 ? (
                <Mark icon="saved" tone="warn">
                  {t("silent.held", { count: device.outbox })}
                </Mark>
              ) : null
            }
          />
        ))}
      </Rows>
    </Section>
  );
}

function Gaps({ devices }: { devices: readonly WatchedDevice[] }) {
  const t = useText("operations");
  const { now } = useNow();
  if (devices.length === 0) return null;
  return (
    <Section title={t("gaps.title")} count={formatNumber(devices.length)}>
      <p className="section-words">{t("gaps.text")}</p>
      <Rows label={t("gaps.title")}>
        {devices.map((device) => (
          <Row
            key={device.id}
            time={formatRowTime(device.contactAt, now)}
            title={device.personName || device.name}
            lines={[t("device", device)]}
            state={
              <Mark icon="warning" tone="bad">
                {t("gaps.line", { count: device.missing, first: device.firstMissing ?? 1 })}
              </Mark>
            }
          />
        ))}
      </Rows>
    </Section>
  );
}

function Parked({ ops, onDone }: { ops: readonly OddOp[]; onDone: (after: Operations) => void }) {
  const t = useText("operations");
  const { profile } = useLogbook();
  const command = useCommand("nothing");
  const [settled, setSettled] = useState<number | null>(null);
  if (ops.length === 0 && settled === null) return null;
  const retry = async () => {
    const after = await command.run(() => retryParked(profile.device));
    if (!after) return;
    const count = after.settled ?? 0;
    setSettled(count);
    announce(t(count > 0 ? "parked.settled" : "parked.none", { count }));
    onDone(after);
  };
  return (
    <Section title={t("parked.title")} count={formatNumber(ops.length)}>
      <p className="section-words">{t("parked.text")}</p>
      <OddRows name="parked" ops={ops} />
      {ops.length > 0 || settled !== null ? (
        <div className="section-deeds">
          {ops.length > 0 ? (
            <Button icon="sending" disabled={command.busy} onClick={() => void retry()}>
              {t(command.busy ? "parked.retrying" : "parked.retry")}
            </Button>
          ) : null}
          {command.refusal ? <p role="alert">{problemWords(command.refusal)}</p> : null}
          {settled === null ? null : (
            <p>{t(settled > 0 ? "parked.settled" : "parked.none", { count: settled })}</p>
          )}
        </div>
      ) : null}
    </Section>
  );
}

function RefusedOps({ ops }: { ops: readonly OddOp[] }) {
  const t = useText("operations");
  if (ops.length === 0) return null;
  return (
    <Section title={t("refused.title")} count={formatNumber(ops.length)}>
      <p className="section-words">{t("refused.text")}</p>
      <OddRows name="refused" ops={ops} />
    </Section>
  );
}

function OddRows({ name, ops }: { name: "refused" | "parked"; ops: readonly OddOp[] }) {
  const t = useText("operations");
  const { now } = useNow();
  return (
    <Rows label={t(`${name}.title`)}>
      {ops.map((op) => {
        const deed = `actions:deeds.${op.action.replace(".", "_")}`;
        const reason = `operations:reasons.${op.code}`;
        return (
          <Row
            key={`${op.device.id}/${op.n}`}
            time={formatRowTime(op.at, now)}
            title={t(hasText(deed) ? deed : "actions:deeds.other")}
            lines={[
              t("from", { person: op.personName || t("common:someone"), device: t("device", op.device) }),
              t(hasText(reason) ? reason : "reasons.other", { code: op.code }),
            ]}
          />
        );
      })}
    </Rows>
  );
}

function Unreadable({ pieces }: { pieces: Operations["unreadable"] }) {
  const t = useText("operations");
  const { now } = useNow();
  if (pieces.length === 0) return null;
  return (
    <Section title={t("unreadable.title")} count={formatNumber(pieces.length)}>
      <p className="section-words">{t("unreadable.text")}</p>
      <Rows label={t("unreadable.title")}>
        {pieces.map((piece) => (
          <Row
            key={piece.id}
            time={formatRowTime(piece.at, now)}
            title={piece.personName || piece.name}
            lines={[t("device", piece), t("unreadable.line", { count: piece.count })]}
          />
        ))}
      </Rows>
    </Section>
  );
}
