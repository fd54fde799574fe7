import { Suspense, useState } from "react";
import { useSearchParams } from "react-router";
import type { LoopState } from "#client/loop-ports.ts";
import type { Conflict } from "#domain/conflicts/conflict-kind.ts";
import type { OutboxEntry, StoredRow } from "#sync/device-store.ts";
import { recordPath } from "../../book/record-path.ts";
import { fieldName, templateRows } from "../../conflicts/field-words.ts";
import { describeOp } from "../../describe/describe-op.ts";
import { formatNumber, formatRowTime, formatTime } from "../../i18n/format.ts";
import { type Text, useText } from "../../i18n/i18n.ts";
import { LatePart, lazyPart } from "../../late-part.tsx";
import { useActivity, useDesk, useLive, useLogbook, useNow } from "../../logbook-context.tsx";
import { RenewSheet } from "../../shell/renew-sheet.tsx";
import { Screen } from "../../shell/screen.tsx";
import { unsentOf } from "../../shell/status.ts";
import { useStatus } from "../../shell/use-status.ts";
import { WaitingScreen } from "../../shell/waiting-screen.tsx";
import { Button, LinkButton, TextLink } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { ReviewRow, Row, Rows } from "../../ui/rows.tsx";
import { SyncState } from "../../ui/sync-state.tsx";
import { PhotosWaiting, useWaitingPhotos } from "./photos-waiting.tsx";
import { Summary } from "./summary.tsx";
import { type OutboxView, useOutbox } from "./use-outbox.ts";

/** What was refused or cannot be read needs its own deeds; most days there is none. */
const DeadRow = lazyPart(async () => (await import("./dead-row.tsx")).DeadRow);
const UnreadableRow = lazyPart(async () => (await import("./unreadable-row.tsx")).UnreadableRow);
/** Files for other devices, and facts for whoever helps: looked at rarely. */
const Details = lazyPart(async () => (await import("./details.tsx")).Details);

/** *Chờ gửi*: what is not yet with the server, why, and the one button that helps. */
export default function OutboxPage() {
  const t = useText("outbox");
  const [params] = useSearchParams();
  const view = useOutbox();
  const desk = useDesk();
  const unsent = desk ? unsentOf(desk) : 0;
  if (params.get("xem") === "chi-tiet") {
    return (
      <Suspense fallback={<WaitingScreen />}>
        <Details unsent={view?.unsent.length ?? 0} />
      </Suspense>
    );
  }
  return (
    <Screen title={t("title")} hideStatus form dock={view ? <SendDock unsent={unsent} /> : null}>
      <PageHead
        title={t("title")}
        back={{ label: t("common:back"), to: "/" }}
        action={<TextLink to="/cho-gui?xem=chi-tiet">{t("details")}</TextLink>}
      />
      <Summary unsent={view?.unsent.length ?? 0} />
      {view ? <Lists view={view} /> : null}
    </Screen>
  );
}

function Lists({ view }: { view: OutboxView }) {
  const t = useText("outbox");
  const { unsent, parked, dead, conflicts, unreadable } = view;
  const photos = useWaitingPhotos();
  const review = dead.length + conflicts.length + unreadable.length;
  if (unsent.length + parked.length + review + (photos?.length ?? 0) === 0)
    return <EmptyState fact={t("empty.fact")} todo={t("empty.todo")} />;
  return (
    <LedgerPage ruled>
      {review > 0 ? (
        <Section title={t("review")} count={formatNumber(review)}>
          <Rows label={t("review")}>
            <LatePart>
              {dead.map((op) => (
                <DeadRow dead={op} view={view} key={op.n} />
              ))}
            </LatePart>
            {conflicts.map((row) => (
              <ConflictRow row={row} view={view} key={row.id} />
            ))}
            <LatePart>{unreadable.length > 0 ? <UnreadableRow kept={unreadable} /> : null}</LatePart>
          </Rows>
        </Section>
      ) : null}
      <Entries title={t("unsent")} entries={unsent} view={view} />
      <PhotosWaiting photos={photos ?? []} />
      <Entries title={t("parked")} entries={parked} view={view} parked />
    </LedgerPage>
  );
}

const shownAtOnce = 100;

function Entries({
  title,
  entries,
  view,
  parked,
}: {
  title: string;
  entries: readonly OutboxEntry[];
  view: OutboxView;
  parked?: boolean;
}) {
  const t = useText("outbox");
  const [shown, setShown] = useState(shownAtOnce);
  if (entries.length === 0) return null;
  return (
    <Section title={title} count={formatNumber(entries.length)}>
      <Rows label={title}>
        {entries.slice(0, shown).map((entry) => (
          <EntryRow entry={entry} view={view} parked={parked === true} key={entry.n} />
        ))}
      </Rows>
      {entries.length > shown ? (
        <div className="deeds">
          <Button full onClick={() => setShown(shown + shownAtOnce)}>
            {t("more", { count: entries.length - shown })}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function EntryRow({ entry, view, parked }: { entry: OutboxEntry; view: OutboxView; parked: boolean }) {
  const t = useText("outbox");
  const { now } = useNow();
  const { sending } = useActivity();
  const { title, line, kind, id } = describeOp(t, entry.op, { row: (one) => view.rows.get(one) });
  const state = sending && !parked ? "sending" : parked ? "received" : "saved";
  return (
    <Row
      time={formatRowTime(entry.op.w + (entry.op.o ?? 0), now)}
      title={title}
      lines={[line, parked ? t("parkedWhy") : undefined].filter((one) => one !== undefined)}
      state={
        <SyncState
          state={state}
          moving={state === "sending"}
          text={t(`common:sync.${state}`, { time: formatRowTime(entry.receipt?.at ?? 0, now) })}
        />
      }
      to={view.rows.has(id) ? (recordPath(kind, id) ?? undefined) : undefined}
    />
  );
}

function ConflictRow({ row, view }: { row: StoredRow; view: OutboxView }) {
  const t = useText("outbox");
  const { now } = useNow();
  const templates = useLive(templateRows, []) ?? [];
  const conflict = row.body as unknown as Conflict;
  const record = view.rows.get(conflict.record);
  const what = fieldName(t, conflict.kind, conflict.field, templates);
  const path = recordPath(conflict.kind, conflict.record);
  return (
    <ReviewRow
      time={formatRowTime(row.changed.at, now)}
      title={t("conflicts:title", { what })}
      lines={[String(record?.body.title ?? record?.body.number ?? t(`actions:kinds.${conflict.kind}`))]}
      state={<SyncState state="review" text={t("common:sync.review")} />}
      reason={t("conflictWhy")}
      action={path ? <LinkButton to={path}>{t("chooseVersion")}</LinkButton> : null}
    />
  );
}

/** What became of *Gửi ngay*, said where it was pressed. */
function askedWords(t: Text, failure: LoopState["failure"]): string {
  const outcome = failure === "unreachable" && !navigator.onLine ? "offline" : failure;
  const known =
    outcome === null ? "done" : outcome in outcomes ? outcomes[outcome as keyof typeof outcomes] : "busy";
  return t(`asked.${known}`, { time: formatTime(Date.now()) });
}

const outcomes = {
  offline: "offline",
  unreachable: "server",
  "not-our-server": "wifi",
  "sign-in": "signIn",
  "not-signed-in": "signIn",
  storage: "storage",
} as const;

function SendDock({ unsent }: { unsent: number }) {
  const t = useText("outbox");
  const logbook = useLogbook();
  const { sending } = useActivity();
  const status = useStatus();
  const { key } = status.beneath ?? status;
  const [renewing, setRenewing] = useState(false);
  const [said, setSaid] = useState("");
  if (key === "signIn" || key === "signInOnly") {
    return (
      <Dock>
        <Button variant="main" size="56" full icon="key" onClick={() => setRenewing(true)}>
          {t("auth:renew.deed")}
        </Button>
        {renewing ? <RenewSheet unsent={unsent} onClose={() => setRenewing(false)} /> : null}
      </Dock>
    );
  }
  return (
    <Dock>
      <p className="dock-says" role="status">
        {said}
      </p>
      <Button
        variant="main"
        size="56"
        full
        icon="sending"
        onClick={async () => {
          setSaid("");
          await logbook.sendNow();
          setSaid(askedWords(t, logbook.activity.get().failure));
        }}
      >
        {sending ? t("sendingNow") : unsent > 0 ? t("sendNow") : t("lookNow")}
      </Button>
    </Dock>
  );
}
