import { noteLimit, overLimit, shortLimit } from "#domain/notes/limits.ts";
import type { Fields } from "#domain/record.ts";
import type { Scenario } from "#domain/scenarios/scenario-kinds.ts";

export const longParts = ["who", "forms", "message", "recovery"] as const;

/** A scenario as the form holds it; the steps as lines of one text. */
export interface ScenarioDraft extends Readonly<Record<(typeof longParts)[number], string>> {
  readonly title: string;
  readonly groups: readonly string[];
  readonly trigger: string;
  readonly steps: string;
}

export const emptyScenario: ScenarioDraft = {
  ...{ title: "", groups: [], trigger: "", steps: "" },
  ...{ who: "", forms: "", message: "", recovery: "" },
};

export function draftOfScenario(body: Scenario): ScenarioDraft {
  const { title, groups, trigger, steps, who = "", forms = "", message = "", recovery = "" } = body;
  return {
    title,
    groups: groups.map(String),
    trigger,
    steps: steps.join("\n"),
    who,
    forms,
    message,
    recovery,
  };
}

/** One step a line; numbers and dashes that people put before it are left out. */
function stepsIn(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim().replace(/^(?:\d{1,2}[.):/]|[-–•*+])\s+/, ""))
    .filter((line) => line !== "");
}

export type ScenarioProblem = "title" | "steps" | "manySteps" | "long";
const mostSteps = 40;

/** What is still to mend, in the order of the form; each name is a key of `scenarios:errors`. */
export function scenarioProblems(draft: ScenarioDraft): ScenarioProblem[] {
  const steps = stepsIn(draft.steps);
  const texts = [draft.trigger, ...steps, ...longParts.map((part) => draft[part])];
  const problems: ScenarioProblem[] = [];
  if (draft.title.trim() === "" || overLimit(draft.title, shortLimit) > 0) problems.push("title");
  if (steps.length === 0) problems.push("steps");
  if (steps.length > mostSteps) problems.push("manySteps");
  if (texts.some((text) => overLimit(text, noteLimit) > 0)) problems.push("long");
  return problems;
}

/** Everything, for a new one. */
export function fieldsOfScenario(draft: ScenarioDraft): Fields {
  const said = longParts.filter((part) => draft[part].trim() !== "");
  return {
    title: draft.title.trim(),
    groups: draft.groups.map(Number),
    trigger: draft.trigger.trim(),
    steps: stepsIn(draft.steps),
    ...Object.fromEntries(said.map((part) => [part, draft[part].trim()])),
  };
}

/** Only what differs from what the person saw. */
export function changedFields(before: ScenarioDraft, draft: ScenarioDraft): Fields {
  const [was, is] = [fieldsOfScenario(before), fieldsOfScenario(draft)];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return Object.fromEntries(
    keys.flatMap((key) =>
      JSON.stringify(was[key]) === JSON.stringify(is[key]) ? [] : [[key, is[key] ?? null]],
    ),
  );
}
