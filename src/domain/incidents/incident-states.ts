import type { StateMachine } from "../kind.ts";

/** Information security: seen only by those concerned (group 11 of `catalogue.ts`). */
export const securityGroup = 11;

export const incidentStates = ["new", "acknowledged", "working", "escalated", "resolved", "closed"] as const;
export type IncidentState = (typeof incidentStates)[number];

/** mới → đã nhận → đang xử lý → (chuyển cấp) → đã khắc phục → đã đóng, và mở lại. */
export const incidentMachine: StateMachine = {
  field: "state",
  initial: "new",
  moves: {
    new: ["acknowledged", "working", "escalated", "resolved", "closed"],
    acknowledged: ["working", "escalated", "resolved", "closed"],
    working: ["escalated", "resolved"],
    escalated: ["working", "resolved"],
    resolved: ["closed", "working"],
    closed: ["working"],
  },
  guarded: ["closed"],
};
