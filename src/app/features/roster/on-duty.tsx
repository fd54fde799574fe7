import type { RosterWarning } from "#domain/roster/roster-warnings.ts";
import { onDuty, startOf } from "#domain/roster/shift-times.ts";
import { PersonCall } from "../../book/duty/person-call.tsx";
import { type Names, useNames } from "../../book/names.ts";
import { formatMoment } from "../../i18n/format.ts";
import { type Text, useText } from "../../i18n/i18n.ts";
import { useMe, useNow } from "../../logbook-context.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button, ButtonPair } from "../../ui/button.tsx";
import { Disclosure } from "../../ui/disclosure.tsx";
import { Facts } from "../../ui/facts.tsx";
import { hoursWords, whenWords } from "./shift-words.ts";
import type { RosterShift } from "./use-roster.ts";

/** Who is on now and who comes next. */
export function OnDuty({ shifts }: { shifts: readonly RosterShift[] }) {
  const t = useText("roster");
  const names = useNames();
  const { now } = useNow();
  const duty = onDuty(shifts, now);
  const say = (list: typeof duty.now, when: "until" | "from") =>
    list
      .map(({ body }) =>
        t(`onDuty.${when}`, {
          name: names.person(body.person),
          sort: t(`sortInside.${body.sort}`),
          time: when === "from" ? formatMoment(startOf(body), now) : hoursWords(t, body),
        }),
      )
      .join("\n");
  const facts = [
    { term: t("onDuty.now"), value: say(duty.now, "until") || t("onDuty.nobody") },
    { term: t("onDuty.next"), value: say(duty.next, "from") || t("onDuty.none") },
  ];
  return (
    <>
      <Facts
        items={facts.map(({ term, value }) => ({ term, value: <span className="duty-lines">{value}</span> }))}
      />
      {[...new Set(duty.now.map(({ body }) => body.person))].map((person) => (
        <PersonCall key={person} id={person} names={names} />
      ))}
    </>
  );
}

/** Shifts that this person was asked to take over: a yes and a no, both of one weight. */
export function AskedOfMe({
  shifts,
  onAnswer,
}: {
  shifts: readonly RosterShift[];
  onAnswer: (shift: RosterShift, isTaken: boolean) => void;
}) {
  const t = useText("roster");
  const names = useNames();
  const me = useMe();
  const { now } = useNow();
  const asked = shifts.filter(({ body }) => body.asked === me.person && startOf(body) > now);
  return asked.map((shift) => (
    <Banner
      key={shift.id}
      icon="shift"
      tone="pen"
      title={t("asked.ofMe", { name: names.person(shift.body.person) })}
      action={
        <ButtonPair>
          <Button variant="main" onClick={() => onAnswer(shift, true)}>
            {t("asked.take")}
          </Button>
          <Button onClick={() => onAnswer(shift, false)}>{t("asked.leave")}</Button>
        </ButtonPair>
      }
    >
      {whenWords(t, shift.body)}
    </Banner>
  ));
}

const shownAtOnce = 3;

/** What is wrong with the days to come; it hinders nothing. */
export function Warnings({ warnings }: { warnings: readonly RosterWarning[] }) {
  const t = useText("roster");
  const names = useNames();
  const { now } = useNow();
  if (warnings.length === 0 || !names.isReady) return null;
  const list = (some: readonly RosterWarning[]) => (
    <ul className="duty-warnings">
      {some.map((warning) => (
        <li key={keyOf(warning)}>{warningWords(t, names, warning, now)}</li>
      ))}
    </ul>
  );
  return (
    <Banner icon="warning" tone="review" title={t("warnings.title", { count: warnings.length })}>
      {list(warnings.slice(0, shownAtOnce))}
      {warnings.length > shownAtOnce ? (
        <Disclosure title={t("warnings.more", { count: warnings.length - shownAtOnce })}>
          {list(warnings.slice(shownAtOnce))}
        </Disclosure>
      ) : null}
    </Banner>
  );
}

function keyOf(warning: RosterWarning): string {
  if (warning.sort === "gap") return `${warning.from}/${warning.to}`;
  const shifts = warning.sort === "double" ? warning.shifts : [warning.shift];
  return [warning.sort, ...shifts.map(({ id }) => id)].join("/");
}

function warningWords(t: Text, names: Names, warning: RosterWarning, now: number): string {
  switch (warning.sort) {
    case "gap":
      return t("warnings.gap", { from: formatMoment(warning.from, now), to: formatMoment(warning.to, now) });
    case "double":
      return t("warnings.double", {
        name: names.person(warning.person),
        first: whenWords(t, warning.shifts[0].body),
        second: whenWords(t, warning.shifts[1].body),
      });
    default:
      return t(`warnings.${warning.sort}`, {
        name: names.person(warning.person),
        when: whenWords(t, warning.shift.body),
      });
  }
}
