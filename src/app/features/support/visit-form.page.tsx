import { useEffect, useMemo, useRef, useState } from "react";
import { dayOf } from "#kernel/calendar.ts";
import type { Saved } from "#sync/commit.ts";
import { useHand } from "../../book/deed.ts";
import { dayIn, deedDay, TurnedDay } from "../../book/deed-day.tsx";
import { useFormDraft } from "../../book/form-draft.ts";
import { FormProblems } from "../../book/form-problems.tsx";
import { useRemembered } from "../../book/remembered.ts";
import { RowState } from "../../book/row-state.tsx";
import { serially } from "../../book/serially.ts";
import { inSentence } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useDesk, useMe, useNow, useRow, useRowsByKey } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { Button } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { offerUndo } from "../../undo-offer.ts";
import { useCommand } from "../../use-command.ts";
import { deleteVisit, saveVisit, tallyVisit } from "./commands.ts";
import {
  emptyVisit,
  type LastVisit,
  type VisitDraft,
  type VisitField,
  visitFieldOf,
  visitProblems,
} from "./visit-draft.ts";
import { VisitFields } from "./visit-fields.tsx";
import { useVisitWords } from "./visit-words.ts";

/** *Ghi lượt hỗ trợ*: one tap saves, and the form stays ready for the next. */
export default function VisitFormPage() {
  const t = useText("support");
  const common = useText("common");
  const form = useVisitForm();
  const words = useVisitWords(form.day);
  return (
    <Screen
      title={t("formTitle")}
      form
      dock={
        <Dock>
          <PlusOne sort={form.tallied} onTally={form.tally} />
          <Button variant="main" size="56" type="submit" form="visit-form">
            {t("save")}
          </Button>
        </Dock>
      }
    >
      <PageHead
        title={t("formTitle")}
        back={{ label: common("back"), to: "/ho-tro" }}
        action={
          <p className="head-count">
            <b>{form.today}</b> {t("todayCount")}
          </p>
        }
      />
      {form.isReady ? (
        <FormBody id="visit-form" label={t("formTitle")} onSubmit={() => void form.save()}>
          <FormProblems
            t={t}
            stem="visit"
            problems={form.problems}
            fieldOf={visitFieldOf}
            values={words}
            attempt={form.attempt}
            refusal={form.refusal}
          />
          <TurnedDay openedAt={form.openedAt} today={form.day} chosen={form.chosenDay} />
          <LastSaved id={form.last} />
          {form.repeats === "" ? null : (
            <div className="last-saved">
              <Button icon="undo" onClick={form.repeat}>
                {t("repeat", { kind: inSentence(t(`catalogue.kinds.${form.repeats}`)) })}
              </Button>
            </div>
          )}
          <VisitFields draft={form.draft} change={form.change} today={form.day} problems={form.problems} />
        </FormBody>
      ) : null}
    </Screen>
  );
}

/** One more of a kind that is named on the button; without one the form asks for it. */
function PlusOne({ sort, onTally }: { sort: string; onTally: () => void }) {
  const t = useText("support");
  const kind = sort === "" ? t("plusNone") : t(`catalogue.kinds.${sort}`);
  return (
    <Button size="56" note={kind} label={t("plusOne", { kind })} repeats onClick={onTally}>
      {t("plus")}
    </Button>
  );
}

function LastSaved({ id }: { id: string | null }) {
  const t = useText("support");
  const row = useRow(id ?? undefined);
  if (!row || row.deleted) return null;
  return (
    <div className="last-saved">
      <span>{t("lastSaved")}</span> <RowState row={row} />
    </div>
  );
}

function useVisitForm() {
  const t = useText("support");
  const me = useMe();
  const hand = useHand();
  const command = useCommand();
  const desk = useDesk();
  const { day } = useNow();
  const own = me.has("centre") ? "" : (me.villages[0] ?? "");
  const [last, remember] = useRemembered<LastVisit>("last-visit", {
    village: own,
    form: me.has("centre") ? "centre" : "home",
    sort: "",
    result: "done",
  });
  const village = me.has("centre") || me.villages.includes(last.village) ? last.village : own;
  const fresh = () => emptyVisit(deedDay, { village, form: last.form });
  const form = useFormDraft("support/new", fresh);
  const [attempt, setAttempt] = useState(0);
  const [saved, setSaved] = useState<string | null>(null);
  const [inTurn] = useState(serially);
  const needsVillage = !me.has("centre");
  const draft = {
    ...form.value,
    day: dayIn(form.value.day, day),
    // A draft may be of a village that one no longer serves.
    ...(needsVillage && !me.villages.includes(form.value.village) ? { village: own } : {}),
  };
  // The minute on the screen may be of yesterday.
  const now = () => ({ ...draft, day: dayIn(form.value.day, dayOf(hand.now())) });
  const same = draft.sort === "" ? { sort: last.sort, result: last.result } : {};
  const found = attempt > 0 ? visitProblems(draft, day, needsVillage) : [];
  const problems = found.map(
    (one): VisitField => (one === "village" && me.villages.length === 0 ? "noVillage" : one),
  );
  const rows = useRowsByKey(`supportVisit/${day}`);
  const today = useMemo(
    () => (rows ?? []).filter((row) => row.created.by === me.person).length,
    [rows, me.person],
  );

  const isWhole = (visit: VisitDraft) => {
    const whole = visitProblems(visit, dayOf(hand.now()), needsVillage).length === 0;
    if (!whole) setAttempt(attempt + 1);
    return whole;
  };
  const written = (visit: VisitDraft, done: Saved | null) => {
    const id = done?.ids[0];
    if (!id) return;
    setAttempt(0);
    setSaved(id);
    const back = async () => {
      const gone = await deleteVisit(hand, id);
      if (gone.ok) setSaved(null);
      return gone;
    };
    offerUndo({ said: t("savedBar"), back, undone: t("undone") });
    remember({ village: visit.village, form: visit.form, sort: visit.sort, result: visit.result });
  };

  const isReady = form.isReady && desk !== undefined;
  const tally = () => {
    const one = { ...now(), ...same };
    // Each press is one more person: those that come while one is being saved wait for their turn.
    if (isWhole(one)) void inTurn(async () => written(one, await command.run(() => tallyVisit(hand, one))));
  };
  // Nor is a press lost that comes before it is known whose villages they are.
  const early = useRef(0);
  useEffect(() => {
    if (!isReady) return;
    for (; early.current > 0; early.current -= 1) tally();
  });

  return {
    draft,
    day,
    problems,
    attempt,
    today,
    // Whose villages they are must be known first.
    isReady,
    change: form.change,
    refusal: form.refusal ?? command.refusal,
    last: saved,
    openedAt: form.openedAt,
    chosenDay: form.value.day === deedDay ? null : form.value.day,
    /** Of what one more is one more, as it is shown or as it was written last. */
    tallied: { ...draft, ...same }.sort,
    repeats: draft.sort === "" ? last.sort : "",
    save: async (): Promise<void> => {
      const visit = now();
      if (!isWhole(visit)) return;
      const next = emptyVisit(deedDay, { village: draft.village, form: draft.form });
      const done = await form.save((kept) => saveVisit(hand, visit, kept), { next });
      written(visit, done);
      if (done) window.scrollTo(0, 0);
    },
    tally: () => {
      if (isReady) return tally();
      early.current += 1;
    },
    repeat: () =>
      form.change({ sort: last.sort, result: last.result, village: last.village, form: last.form }),
  };
}
