import { useMemo, useState } from "react";
import { Navigate, useNavigate, useSearchParams } from "react-router";
import { rosterWarnings } from "#domain/roster/roster-warnings.ts";
import { makesRoster } from "#domain/roster/shift-kinds.ts";
import { addDays, isCalendarDay } from "#kernel/calendar.ts";
import { useHand } from "../../book/deed.ts";
import { dayIn, deedDay, TurnedDay } from "../../book/deed-day.tsx";
import { type FormDraft, useFormDraft } from "../../book/form-draft.ts";
import { SaveDock } from "../../book/record-page.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useNow } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { offerUndo } from "../../undo-offer.ts";
import { makeShifts, removeShifts } from "./commands.ts";
import { Warnings } from "./on-duty.tsx";
import { emptyShifts, type ShiftsDraft, shiftsIn } from "./shifts-draft.ts";
import { ShiftsForm } from "./shifts-form.tsx";
import { lookAheadDays, useColleagues, useShifts } from "./use-roster.ts";

/** *Xếp ca*: one shift, the same one each week, or a watch round the clock, each in one deed. */
export default function ShiftsFormPage() {
  const t = useText("roster");
  const me = useMe();
  const hand = useHand();
  const navigate = useNavigate();
  const { day: today } = useNow();
  const [search] = useSearchParams();
  const asked = search.get("ngay") ?? "";
  const begin = isCalendarDay(asked) && asked > today ? asked : today;
  const form = useFormDraft("roster/new", () => emptyShifts(deedDay));
  const draft = { ...form.value, day: dayIn(form.value.day, begin) };
  const [attempt, setAttempt] = useState(0);
  const planned = shiftsIn(draft);
  const save = async () => {
    if (!planned.ok) return setAttempt(attempt + 1);
    const saved = await form.save((kept) => makeShifts(hand, planned.value, kept));
    if (!saved) return;
    const first = planned.value[0]?.day ?? begin;
    const said = t("made", { count: saved.ids.length });
    offerUndo({ said, back: () => removeShifts(hand, saved.ids), undone: t("undone") });
    void navigate(`/lich-truc?ngay=${first}`, { replace: true });
  };
  if (!makesRoster(me.roles)) return <Navigate to="/lich-truc" replace />;
  const count = planned.ok ? planned.value.length : 0;
  return (
    <Screen
      title={t("add")}
      form
      dock={<SaveDock form="shifts">{count > 1 ? t("saveMany", { count }) : t("save")}</SaveDock>}
    >
      <PageHead title={t("add")} back={{ label: t("common:back"), to: "/lich-truc" }} />
      {form.isReady ? (
        <>
          {draft.day > today ? null : (
            <TurnedDay
              openedAt={form.openedAt}
              today={today}
              chosen={form.value.day === deedDay ? null : draft.day}
            />
          )}
          <ShiftsForm
            form={{ ...form, value: draft }}
            problem={attempt > 0 && !planned.ok ? planned.refusal.code : null}
            attempt={attempt}
            refusal={form.refusal}
            onSave={() => void save()}
          />
          <Foreseen form={{ ...form, value: draft }} />
        </>
      ) : null}
    </Screen>
  );
}

/** What would be wrong with the roster once these shifts were in it. */
function Foreseen({ form }: { form: FormDraft<ShiftsDraft> }) {
  const { now, day: today } = useNow();
  const near = useShifts(addDays(today, -2), addDays(today, lookAheadDays));
  const accounts = useColleagues()?.accounts;
  const warnings = useMemo(() => {
    const planned = shiftsIn(form.value);
    if (!planned.ok || !near || !accounts) return [];
    const added = planned.value.map((body, at) => ({ id: `new-${at}`, body }));
    const known = new Set(rosterWarnings(near, accounts, now).map((one) => JSON.stringify(one)));
    return rosterWarnings([...near, ...added], accounts, now).filter(
      (one) => !known.has(JSON.stringify(one)),
    );
  }, [form.value, near, accounts, now]);
  return <Warnings warnings={warnings} />;
}
