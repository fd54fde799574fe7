import { notePrefix } from "#client/photos/waiting-photos.ts";
import type { Draft } from "#sync/device-store.ts";
import { readRunPath, runPath } from "../../book/checks/run-path.ts";

/** A form that was begun and not saved, told by the key it is kept under. */
export interface KeptDraft {
  readonly key: string;
  readonly at: number;
  /** A key of `handover:drafts`. */
  readonly sort: DraftSort;
  /** Where it goes on; undefined where this version does not know. */
  readonly to: string | undefined;
  /** The record it is about. */
  readonly record: string | undefined;
  /** The day of the check it belongs to. */
  readonly day: string | undefined;
}

export type DraftSort =
  | "incident"
  | "incidentEntry"
  | "incidentEdit"
  | "visit"
  | "visitEdit"
  | "progress"
  | "checkNote"
  | "template"
  | "other";

type Known = Pick<KeptDraft, "sort" | "to"> & Partial<Pick<KeptDraft, "record" | "day">>;

const forms: readonly [RegExp, (...parts: string[]) => Known | null][] = [
  [/^incident\/new$/, () => ({ sort: "incident", to: "/su-co/moi" })],
  [/^support\/new$/, () => ({ sort: "visit", to: "/ho-tro/moi" })],
  [/^incident\/([^/]+)\/entry$/, (id) => ({ sort: "incidentEntry", to: `/su-co/${id}`, record: id })],
  [/^incident\/([^/]+)\/edit$/, (id) => ({ sort: "incidentEdit", to: `/su-co/${id}?sua=1`, record: id })],
  [/^support\/([^/]+)$/, (id) => ({ sort: "visitEdit", to: `/ho-tro/${id}?sua=1`, record: id })],
  [/^task\/([^/]+)\/progress$/, (id) => ({ sort: "progress", to: `/nhiem-vu/${id}?cap-nhat=1`, record: id })],
  [/^(run\/.+)\/note\/[^/]+$/, (run) => noteOf(run)],
  [/^template:([^/]+)$/, (id) => ({ sort: "template", to: templatePath(id), record: id })],
];

/** Newest first; a form that was opened and left without a word is none. */
export function keptDrafts(drafts: readonly Draft[]): KeptDraft[] {
  const keys = new Set(drafts.map(({ key }) => key));
  return drafts
    .filter((draft) => isForm(draft.key, keys) && saysSomething(draft.value))
    .sort((a, b) => b.at - a.at)
    .map(({ key, at }) => ({
      ...{ record: undefined, day: undefined },
      ...knownAs(key.replace(/^photos\//, "")),
      ...{ key, at },
    }));
}

/** Pictures tell of their form where nothing was typed; what is kept for the app itself tells nobody anything. */
function isForm(key: string, keys: ReadonlySet<string>): boolean {
  if (key.startsWith("photos/")) return !keys.has(key.slice("photos/".length));
  return !key.startsWith("sms/") && !key.startsWith(notePrefix) && key !== "way-back";
}

function knownAs(key: string): Known {
  for (const [pattern, known] of forms) {
    const found = pattern.exec(key);
    const form = found ? known(...found.slice(1)) : null;
    if (form) return form;
  }
  return { sort: "other", to: undefined };
}

function noteOf(run = ""): Known | null {
  const address = readRunPath(run);
  return address && { sort: "checkNote", to: runPath(address), day: address.day };
}

function templatePath(id = ""): string {
  return id.startsWith("new-") ? "/quan-tri/mau" : `/quan-tri/mau/${id}`;
}

function saysSomething(value: unknown): boolean {
  if (typeof value === "string") return value.trim() !== "";
  if (typeof value === "object" && value !== null) return Object.values(value).some(saysSomething);
  return value !== undefined && value !== null && value !== false;
}
