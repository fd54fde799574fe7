import type { DutyPart, FaultHolder, MorningEntry, MorningSheet } from "#domain/morning/morning-sheet.ts";
import type { CalendarDay } from "#kernel/calendar.ts";
import { formatLongDay, formatMoment, formatTime } from "../../i18n/format.ts";
import type { Text } from "../../i18n/i18n.ts";

/** One entry in words, the same in the picture and in the text. */
export interface MorningLine {
  readonly mark: MorningMark;
  readonly title: string;
  readonly detail: string;
}
export type MorningMark = "bad" | "mended" | "unchecked" | "due" | DutyPart;

export interface MorningWords {
  readonly title: string;
  readonly commune: string;
  readonly moment: string;
  /** Counts of the completed checks, or that there is none yet. */
  readonly total: string;
  readonly ok: string | null;
  readonly bad: string | null;
  readonly lines: readonly MorningLine[];
  readonly foot: string;
}

export interface MorningFacts {
  readonly sheet: MorningSheet;
  readonly day: CalendarDay;
  readonly now: number;
  readonly commune: string;
  readonly person: (id: string) => string;
  readonly phone: (id: string) => string | undefined;
  /** Devices that were not heard of; null where this is not known. */
  readonly missing: number | null;
}

export function morningWords(t: Text, facts: MorningFacts): MorningWords {
  const { sheet, day, now, missing } = facts;
  const { done, sites, ok, bad, none } = sheet.totals;
  const cutOff = t("cutOff", { time: formatMoment(now, now) });
  return {
    title: t("title"),
    commune: facts.commune,
    moment: t("moment", { day: formatLongDay(day), time: formatTime(now) }),
    total: done === 0 ? t("total.none") : sites > 1 ? t("total.some", { done, sites }) : t("total.one"),
    ok: done === 0 ? null : t("ok", { count: ok }),
    bad: done === 0 ? null : t("bad", { count: bad }),
    lines: [
      ...sheet.entries.map((entry) => lineOf(t, entry, facts)),
      ...(none > 0
        ? [{ mark: "unchecked", title: t("unanswered", { count: none }), detail: "" } as const]
        : []),
    ],
    foot: missing ? t("missing", { cutOff, count: missing }) : cutOff,
  };
}

/** The same as text, for a chat that takes no picture. */
export function morningText(words: MorningWords): string {
  const marks: Record<MorningMark, string> = {
    ...{ bad: "✗", mended: "✓", unchecked: "○", due: "•" },
    ...{ day: "•", night: "•", both: "•" },
  };
  const totals = [words.ok ? `✓ ${words.ok}` : "", words.bad ? `✗ ${words.bad}` : ""].filter(Boolean);
  return [
    `${words.title} · ${words.commune}`,
    words.moment,
    [words.total, ...totals].join(" · "),
    ...words.lines.map(({ mark, title, detail }) => `${marks[mark]} ${title}${detail ? ` – ${detail}` : ""}`),
    words.foot,
  ].join("\n");
}

function lineOf(t: Text, entry: MorningEntry, facts: MorningFacts): MorningLine {
  switch (entry.sort) {
    case "fault": {
      const several = facts.sheet.totals.sites > 1;
      return {
        mark: entry.holder.state === "mended" ? "mended" : "bad",
        title: several ? t("faultAt", { what: entry.what, site: entry.site }) : entry.what,
        detail: holderWords(t, entry.holder, facts),
      };
    }
    case "unchecked":
      return {
        mark: "unchecked",
        title: t("unchecked.title", { site: entry.site }),
        detail: t(entry.isLate ? "unchecked.late" : "unchecked.due", { due: entry.due }),
      };
    case "more":
      return {
        mark: "bad",
        title: [
          ...(entry.faults > 0 ? [t("more.faults", { count: entry.faults })] : []),
          ...(entry.sites > 0 ? [t("more.sites", { count: entry.sites })] : []),
        ].join(", "),
        detail: t("more.where"),
      };
    case "tasks":
      return { mark: "due", title: t("tasks", { count: entry.count }), detail: entry.first };
    case "duty":
      return dutyLine(t, entry.part, entry.people, facts);
  }
}

function holderWords(t: Text, holder: FaultHolder, { person, now }: MorningFacts): string {
  if (holder.state !== "taken" && holder.state !== "escalated") return t(`holder.${holder.state}`);
  const name = holder.by === undefined ? t("holder.somebody") : person(holder.by);
  if (holder.state === "escalated") return t("holder.escalated", { name });
  return holder.at === undefined
    ? t("holder.taken", { name })
    : t("holder.takenAt", { name, time: formatMoment(holder.at, now) });
}

function dutyLine(t: Text, part: DutyPart, people: readonly string[], facts: MorningFacts): MorningLine {
  if (people.length === 0) return { mark: part, title: t(`duty.${part}None`), detail: "" };
  const phones = people.map(facts.phone).filter((phone) => phone !== undefined);
  return {
    mark: part,
    title: t(`duty.${part}`, { names: people.map(facts.person).join(", ") }),
    detail: phones.join(" · "),
  };
}
