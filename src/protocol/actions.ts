/** Every deed ever shipped. One that is missing here comes from a later app: it is parked, never refused. */
export const actions = [
  "check.all-good",
  "check.answer",
  "check.note",
  "check.complete",
  "check.undo",
  "check.clear",
  "check.link-incident",
  "day.close",
  "day.open",
  "incident.report",
  "incident.edit",
  "incident.entry",
  "incident.move",
  "incident.delete",
  "incident.seen",
  "incident.call",
  "incident.escalate",
  "incident.outage",
  "incident.link",
  "photo.add",
  "photo.delete",
  "photo.stored",
  "day.no-incident",
  "contact.edit",
  "scenario.edit",
  "scenario.drill",
  "roster.edit",
  "roster.swap",
  "equipment.edit",
  "support.visit",
  "support.tally",
  "support.edit",
  "support.delete",
  "call.no-answer",
  "call.called",
  "call.hand-over",
  "call.receive",
  "call.done",
  "call.reopen",
  "call.undo",
  "task.create",
  "task.edit",
  "task.progress",
  "task.move",
  "plan.create",
  "org.edit",
  "conflict.settle",
  "record.restore",
] as const;
export type Action = (typeof actions)[number];

const known: ReadonlySet<string> = /* @__PURE__ */ new Set(actions);

export function isKnownAction(action: string): boolean {
  return known.has(action);
}

/** The deed of a number whose content is gone from the device: it closes the gap and tells of the loss. */
export const lostAction = "lost";
