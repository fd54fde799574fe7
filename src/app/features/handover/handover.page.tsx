import { SignToday } from "../../book/incidents/sign-today.tsx";
import { useCommand } from "../../use-command.ts";
import "./handover.css";
import { useLiveQuery } from "dexie-react-hooks";
import { useNavigate } from "react-router";
import { findProfile } from "#client/profiles.ts";
import { securityGroup } from "#domain/incidents/incident-states.ts";
import { accept } from "#kernel/result.ts";
import { runPath } from "../../book/checks/run-path.ts";
import { IncidentRow, incidentOf } from "../../book/incident-row.tsx";
import { PrintHead } from "../../book/paper/print-head.tsx";
import { RowState } from "../../book/row-state.tsx";
import { formatDay, formatLongDay, formatMoment, formatRowTime, formatTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLogbook, useMe } from "../../logbook-context.tsx";
import { useOpenBook } from "../../open-book.tsx";
import { Screen } from "../../shell/screen.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { announce } from "../../ui/live-region.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { usePaperLetters } from "../../ui/paper.ts";
import { PrintFoot, Signatures } from "../../ui/print-parts.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { putAway } from "./put-away.ts";
import { type Handover, useHandover } from "./use-handover.ts";

/** *Đổi ca*: what the one who leaves has open, then one tap puts the book away for the next. */
export default function HandoverPage() {
  const t = useText("handover");
  const me = useMe();
  const handover = useHandover();
  const { leave, busy } = useLeaving();
  usePaperLetters();
  return (
    <Screen
      title={t("title")}
      form
      dock={
        <Dock>
          <Button variant="main" size="56" full icon="lock" disabled={busy} onClick={leave}>
            {t("deed")}
          </Button>
        </Dock>
      }
    >
      <PrintHead
        title={t("paper.title")}
        about={t("paper.about", {
          name: me.name,
          time: formatTime(handover.now),
          day: formatLongDay(handover.day),
        })}
      />
      <div className="screen-only">
        <PageHead
          title={t("heading", { name: me.name })}
          sub={`${formatLongDay(handover.day)}, ${formatTime(handover.now)}`}
          back={{ label: t("common:back"), to: "/them" }}
        />
      </div>
      <p className="block">
        {handover.until === undefined
          ? t("untilNever")
          : t("until", { time: formatMoment(handover.until, handover.now) })}
        {handover.arriving ? ` ${t("arriving")}` : null}
      </p>
      {handover.nothing ? (
        <Banner icon="ok" title={t("nothing.fact")}>
          {t("nothing.todo")}
        </Banner>
      ) : null}
      <div className="handover">
        <LedgerPage>
          <Sending handover={handover} />
          <Checks handover={handover} />
          <Incidents handover={handover} />
          <Drafts handover={handover} />
        </LedgerPage>
      </div>
      <div className="screen-only">
        <SignToday atHandover />
      </div>
      <div className="form screen-only">
        <PinNote />
        <Button icon="print" onClick={() => window.print()}>
          {t("print")}
        </Button>
      </div>
      <div className="print-only">
        <Signatures
          people={[
            { role: t("sign.gives"), note: t("sign.how") },
            { role: t("sign.takes"), note: t("sign.how") },
          ]}
        />
      </div>
      <PrintFoot
        text={t("foot", { time: formatTime(handover.now), day: formatDay(handover.day), name: me.name })}
      />
    </Screen>
  );
}

function useLeaving() {
  const t = useText("handover");
  const book = useOpenBook();
  const navigate = useNavigate();
  const { busy, run } = useCommand("nothing");
  const leave = () =>
    void run(async () => {
      await putAway(book);
      announce(t("locked"));
      await navigate("/nguoi-dung", { replace: true });
      return accept(undefined);
    });
  return { busy, leave };
}

/** What has not left this device, worst first; nothing of it is lost when the book is put away. */
function Sending({ handover: { review, unsent } }: { handover: Handover }) {
  const t = useText("handover");
  if (!review && !unsent) return null;
  return (
    <Section title={t("sending.title")}>
      <Rows label={t("sending.title")}>
        {review ? (
          <Row
            to="/cho-gui"
            time=""
            title={t("sending.review", { count: review })}
            lines={[t("sending.reviewTodo")]}
          />
        ) : null}
        {unsent ? (
          <Row
            to="/cho-gui"
            time=""
            title={t("sending.unsent", { count: unsent })}
            lines={[t("sending.unsentTodo")]}
          />
        ) : null}
      </Rows>
    </Section>
  );
}

function Checks({ handover }: { handover: Handover }) {
  const t = useText("handover");
  const checks = handover.checks ?? [];
  if (checks.length === 0) return null;
  return (
    <Section title={t("checks.title")} count={checks.length}>
      <Rows label={t("checks.title")}>
        {checks.map(({ check, slot, unchecked }) => (
          <Row
            key={check.id}
            to={runPath(check.key)}
            time={slot === "morning" ? check.template.dueTime : ""}
            title={t(`checks.${slot}`, { site: check.site.short ?? check.site.name })}
            lines={[uncheckedWords(t, unchecked, check.template.items.length)]}
            state={check.row ? <RowState row={check.row} /> : null}
          />
        ))}
      </Rows>
    </Section>
  );
}

function uncheckedWords(t: ReturnType<typeof useText>, names: readonly string[], total: number): string {
  if (names.length === 0) return t("checks.notDone");
  if (names.length === total) return t("checks.none", { count: total });
  return t("checks.left", { count: names.length, names: names.join(", ") });
}

/** A sheet of paper goes through more hands than a security incident may. */
function Incidents({ handover: { incidents = [], now } }: { handover: Handover }) {
  const t = useText("handover");
  const secret = incidents.filter((row) => incidentOf(row).group === securityGroup);
  const rest = incidents.filter((row) => !secret.includes(row));
  if (incidents.length === 0) return null;
  return (
    <Section title={t("incidents.title")} count={incidents.length}>
      {secret.length > 0 ? (
        <>
          <div className="screen-only">
            <Rows label={t("incidents.secret")}>
              {secret.map((row) => (
                <IncidentRow key={row.id} row={row} now={now} />
              ))}
            </Rows>
          </div>
          <p className="block print-only">{t("incidents.notPrinted", { count: secret.length })}</p>
        </>
      ) : null}
      <Rows label={t("incidents.title")}>
        {rest.map((row) => (
          <IncidentRow key={row.id} row={row} now={now} />
        ))}
      </Rows>
    </Section>
  );
}

function Drafts({ handover: { drafts = [], now } }: { handover: Handover }) {
  const t = useText("handover");
  if (drafts.length === 0) return null;
  return (
    <Section title={t("drafts.title")} count={drafts.length}>
      <Rows label={t("drafts.title")}>
        {drafts.map((draft) => (
          <Row
            key={draft.key}
            to={draft.to}
            time={formatRowTime(draft.at, now)}
            title={t(`drafts.${draft.sort}`)}
            lines={[draft.title ?? (draft.day && formatDay(draft.day)), t("drafts.kept")].filter(Boolean)}
          />
        ))}
      </Rows>
    </Section>
  );
}

/** Says honestly how little stands between a colleague and this book. */
function PinNote() {
  const t = useText("handover");
  const { device } = useLogbook().profile;
  const hasPin = useLiveQuery(async () => Boolean((await findProfile(device))?.pin), [device]);
  if (hasPin === undefined) return null;
  return (
    <>
      <p>{t(hasPin ? "lock.pin" : "lock.noPin")}</p>
      {hasPin ? null : (
        <LinkButton icon="lock" to="/cai-dat">
          {t("lock.setPin")}
        </LinkButton>
      )}
    </>
  );
}
