import { callKinds } from "./calls/call-kinds.ts";
import { checkKinds } from "./checks/check-kinds.ts";
import { templateVersionKind } from "./checks/template-versions.ts";
import { conflictKind } from "./conflicts/conflict-kind.ts";
import { contactKinds } from "./contacts/contact-kinds.ts";
import { incidentKinds } from "./incidents/incident-kinds.ts";
import { quietDayKind } from "./incidents/quiet-day.ts";
import type { KindDefinition } from "./kind.ts";
import { calendarMarkKind } from "./org/calendar/calendar-kinds.ts";
import { orgKinds } from "./org/org-kinds.ts";
import { photoKinds } from "./photos/photo-kinds.ts";
import { shiftKinds } from "./roster/shift-kinds.ts";
import { scenarioKinds } from "./scenarios/scenario-kinds.ts";
import { supportKinds } from "./support/support-kinds.ts";
import { taskKinds } from "./tasks/task-kinds.ts";

const all: readonly KindDefinition[] = [
  ...orgKinds,
  calendarMarkKind,
  ...checkKinds,
  templateVersionKind,
  ...incidentKinds,
  quietDayKind,
  ...photoKinds,
  ...contactKinds,
  ...scenarioKinds,
  ...shiftKinds,
  ...supportKinds,
  ...callKinds,
  ...taskKinds,
  conflictKind,
];

const byName: ReadonlyMap<string, KindDefinition> = new Map(
  all.map((definition) => [definition.kind, definition]),
);

/** The definition of a kind, or nothing for a kind of a later version. */
export function kindOf(name: string): KindDefinition | undefined {
  return byName.get(name);
}

export function kindNames(): string[] {
  return [...byName.keys()];
}
