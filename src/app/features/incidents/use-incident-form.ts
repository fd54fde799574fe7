import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { minutesOf } from "#domain/checks/due.ts";
import type { Village } from "#domain/org/org-kinds.ts";
import { startOfDay } from "#kernel/calendar.ts";
import type { Refusal } from "#kernel/result.ts";
import { useDeed, useHand } from "../../book/deed.ts";
import { useFormDraft } from "../../book/form-draft.ts";
import { type Named, type Names, useNames } from "../../book/names.ts";
import { useText } from "../../i18n/i18n.ts";
import { useDesk, useMe, useNow } from "../../logbook-context.tsx";
import { reportIncident } from "./commands.ts";
import { groupOfEquipment } from "./equipment-group.ts";
import { emptyIncident, type IncidentDraft, type IncidentField, incidentProblems } from "./incident-draft.ts";

export interface IncidentForm {
  readonly draft: IncidentDraft;
  readonly names: Names;
  readonly villages: readonly Named<Village>[];
  readonly now: number;
  readonly day: string;
  readonly problems: readonly IncidentField[];
  readonly attempt: number;
  readonly refusal: Refusal | null;
  readonly isReady: boolean;
  readonly change: (part: Partial<IncidentDraft>) => void;
  /** Fills in the group and the place that the register knows. */
  readonly pickEquipment: (id: string) => void;
  readonly save: () => void;
}

/** The report as typed, kept as a draft, saved in one deed; then the incident's own page is shown. */
export function useIncidentForm(): IncidentForm {
  const t = useText("incidents");
  const me = useMe();
  const hand = useHand();
  const deed = useDeed();
  const names = useNames();
  const navigate = useNavigate();
  const desk = useDesk();
  const { now, day } = useNow();
  const onlyVillage = me.has("village") && !me.has("centre", "responder", "security", "coordinator", "admin");
  const villages = onlyVillage
    ? names.villages.filter((one) => me.villages.includes(one.id))
    : names.villages;
  const form = useFormDraft("incident/new", () => emptyIncident);
  const [attempt, setAttempt] = useState(0);
  const saving = useRef(false);
  const draft = withPlace(form.value, onlyVillage, villages, names);
  const since = sinceOf(draft, now);
  const facts = { now, since, needsPlace: onlyVillage };
  const problems = attempt > 0 ? incidentProblems(draft, facts) : [];

  const save = async () => {
    if (saving.current) return;
    const at = draft.sinceDay === "" ? hand.now() : since;
    if (at === null || incidentProblems(draft, facts).length > 0) return setAttempt(attempt + 1);
    saving.current = true;
    const title = draft.title.trim() || (names.equipmentOf(draft.equipment)?.name ?? t("formTitle"));
    const done = await deed.run(() => reportIncident(hand, { draft, title, since: at, settles: form.key }));
    saving.current = false;
    const id = done?.ids[0];
    if (!id) return;
    form.settle(emptyIncident);
    void navigate(`/su-co/${id}`, { replace: true });
  };

  return {
    draft,
    names,
    villages,
    now,
    day,
    problems,
    attempt,
    refusal: deed.refusal,
    // Whose villages they are, and the register, must be known first.
    isReady: form.isReady && names.isReady && desk !== undefined,
    change: form.change,
    pickEquipment: (id) => {
      const thing = names.equipmentOf(id);
      const group = thing && draft.group === "" ? groupOfEquipment(thing.sort) : null;
      form.change({
        equipment: id,
        title: "",
        ...(group === null ? {} : { group: String(group) }),
        ...(thing?.site && draft.place === "" ? { place: `site:${thing.site}` } : {}),
      });
    },
    save: () => void save(),
  };
}

/** A helper reports from the one village, staff from the one site, unless another place is chosen. */
function withPlace(
  draft: IncidentDraft,
  onlyVillage: boolean,
  villages: readonly Named<Village>[],
  names: Names,
): IncidentDraft {
  if (draft.place !== "") return draft;
  const [village] = villages;
  if (onlyVillage) return village ? { ...draft, place: `village:${village.id}` } : draft;
  const [site] = names.sites;
  return site ? { ...draft, place: `site:${site.id}` } : draft;
}

function sinceOf(draft: IncidentDraft, now: number): number | null {
  if (draft.sinceDay === "") return now;
  if (!/^\d\d:\d\d$/.test(draft.sinceTime)) return null;
  return startOfDay(draft.sinceDay) + minutesOf(draft.sinceTime) * 60_000;
}
