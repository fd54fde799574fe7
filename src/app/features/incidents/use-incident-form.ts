import { useState } from "react";
import { useNavigate } from "react-router";
import { minutesOf } from "#domain/checks/due.ts";
import type { Site, Village } from "#domain/org/org-kinds.ts";
import { incidentsScope } from "#domain/scope.ts";
import { isCalendarDay, startOfDay } from "#kernel/calendar.ts";
import { isClockTime } from "#kernel/clock-time.ts";
import type { Refusal } from "#kernel/result.ts";
import { useHand } from "../../book/deed.ts";
import { useFormDraft } from "../../book/form-draft.ts";
import { systemWord } from "../../book/incident-contacts.tsx";
import { useReads } from "../../book/my-scopes.ts";
import { type Named, type Names, useNames } from "../../book/names.ts";
import { useRemembered } from "../../book/remembered.ts";
import { type Text, useText } from "../../i18n/i18n.ts";
import { useDesk, useNow } from "../../logbook-context.tsx";
import { reportIncident } from "./commands.ts";
import { groupOfEquipment } from "./equipment-group.ts";
import { emptyIncident, type IncidentDraft, type IncidentField, incidentProblems } from "./incident-draft.ts";

export interface IncidentForm {
  readonly draft: IncidentDraft;
  readonly names: Names;
  /** Where this person's report may lie. */
  readonly villages: readonly Named<Village>[];
  readonly sites: readonly Named<Site>[];
  readonly now: number;
  readonly day: string;
  /** When it began, as typed; null while the hour is not one. */
  readonly since: number | null;
  readonly problems: readonly IncidentField[];
  readonly attempt: number;
  readonly refusal: Refusal | null;
  readonly isReady: boolean;
  readonly change: (part: Partial<IncidentDraft>) => void;
  /** Fills in the group and the place that the register knows. */
  readonly pickEquipment: (id: string) => void;
  readonly save: () => void;
  /** The draft, under which photos are kept too. */
  readonly key: string;
  readonly openedAt: number;
}

/** The report as typed, kept as a draft, saved in one deed; then the incident's own page is shown. */
export function useIncidentForm(): IncidentForm {
  const t = useText("incidents");
  const hand = useHand();
  const names = useNames();
  const navigate = useNavigate();
  const desk = useDesk();
  const { now, day } = useNow();
  const reads = useReads(names);
  const isRead = ({ id }: { readonly id: string }) => reads(incidentsScope(id));
  // Who does not read what is the whole commune's has to say where it is.
  const needsPlace = !reads(incidentsScope(null));
  const villages = names.villages.filter(isRead);
  const sites = names.sites.filter(isRead);
  const form = useFormDraft("incident/new", () => emptyIncident);
  const [last, keepLast] = useRemembered("incident-place", { place: "" });
  const [attempt, setAttempt] = useState(0);
  const draft = withPlace(form.value, { needsPlace, villages, sites, last: last.place });
  const since = sinceOf(draft, now);
  const facts = { now, since, needsPlace };
  const problems = attempt > 0 ? incidentProblems(draft, facts) : [];

  const save = async () => {
    const at = draft.sinceDay === "" ? hand.now() : since;
    if (at === null || incidentProblems(draft, facts).length > 0) return setAttempt(attempt + 1);
    const title = titleOf(t, draft, names);
    const done = await form.save((kept) => reportIncident(hand, { draft, title, since: at, kept }));
    const id = done?.ids[0];
    if (!id) return;
    keepLast({ place: draft.place });
    void navigate(`/su-co/${id}`, { replace: true });
  };

  return {
    draft,
    names,
    villages,
    sites,
    now,
    day,
    since,
    problems,
    attempt,
    refusal: form.refusal,
    // Whose villages they are, and the register, must be known first.
    key: form.key,
    openedAt: form.openedAt,
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

/** What was typed, else the thing, else the system, else the group. */
function titleOf(t: Text, draft: IncidentDraft, names: Names): string {
  const typed = draft.title.trim();
  if (typed !== "") return typed;
  const thing = names.equipmentOf(draft.equipment)?.name;
  if (thing) return thing;
  return draft.system === "" ? t(`catalogue.groups.${draft.group}`) : systemWord(t, draft.system);
}

interface Places {
  readonly needsPlace: boolean;
  readonly villages: readonly Named<Village>[];
  readonly sites: readonly Named<Site>[];
  readonly last: string;
}

/** Where the last report was from; else a helper's one village, or the one site of staff. */
function withPlace(draft: IncidentDraft, { needsPlace, villages, sites, last }: Places): IncidentDraft {
  const atSites = sites.map(({ id }) => `site:${id}`);
  const inVillages = villages.map(({ id }) => `village:${id}`);
  const offered = needsPlace ? [...inVillages, ...atSites] : [...atSites, ...inVillages];
  // A draft may be of a time when one answered for other places.
  if (draft.place !== "" && (offered.includes(draft.place) || !needsPlace)) return draft;
  const place = offered.includes(last) ? last : (offered[0] ?? "");
  return { ...draft, place: needsPlace || sites.length > 0 || offered.includes(last) ? place : "" };
}

function sinceOf(draft: IncidentDraft, now: number): number | null {
  if (draft.sinceDay === "") return now;
  if (!isCalendarDay(draft.sinceDay) || !isClockTime(draft.sinceTime)) return null;
  return startOfDay(draft.sinceDay) + minutesOf(draft.sinceTime) * 60_000;
}
