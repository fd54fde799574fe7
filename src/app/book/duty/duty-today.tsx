import type { Shift } from "#domain/roster/shift-kinds.ts";
import { endOf, type Placed, reachable } from "#domain/roster/shift-times.ts";
import { addDays } from "#kernel/calendar.ts";
import { formatMoment } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLive, useMe, useNow } from "../../logbook-context.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { useNames } from "../names.ts";
import { PersonCall } from "./person-call.tsx";

/** *Ai trực bây giờ, tối nay*, with *Gọi* where a number is shown. */
export function DutyToday() {
  const t = useText("contacts");
  const { now, day } = useNow();
  const shifts = useLive(
    async (tx) => {
      const rows = await tx.rowsByKeys(`shift/${addDays(day, -1)}`, `shift/${day}`);
      return rows
        .filter((row) => !row.deleted && row.kind === "shift")
        .map((row): Placed => ({ id: row.id, body: row.body as unknown as Shift }));
    },
    [day],
  );
  const duty = reachable(shifts ?? [], now);
  if (duty.now.length + duty.tonight.length === 0) return null;
  return (
    <LedgerPage ruled>
      <Section title={t("duty.title")}>
        <Rows label={t("duty.title")}>
          {duty.now.map((shift) => (
            <OnDuty key={shift.id} shift={shift} when="now" now={now} />
          ))}
          {duty.tonight.map((shift) => (
            <OnDuty key={shift.id} shift={shift} when="tonight" now={now} />
          ))}
        </Rows>
      </Section>
    </LedgerPage>
  );
}

function OnDuty({ shift, when, now }: { shift: Placed; when: "now" | "tonight"; now: number }) {
  const t = useText("contacts");
  const names = useNames();
  const me = useMe();
  const { person, sort, from } = shift.body;
  const name = names.person(person);
  return (
    <Row
      time={from}
      title={person === me.person ? t("duty.me", { name }) : name}
      lines={[
        t(`duty.${when}`, { sort: t(`duty.sorts.${sort}`), until: formatMoment(endOf(shift.body), now) }),
        <PersonCall key="call" id={person} names={names} />,
      ]}
    />
  );
}
