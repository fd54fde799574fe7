/**
 * The systems that a commune calls for help about (`domain.md` e: a contact list per system). Codes only; a commune may
 * use a word of its own beside them. `any` is whoever answers for everything.
 */
export const systems = [
  "network",
  "power",
  "tthc",
  "portal",
  "documents",
  "mail",
  "civil-status",
  "land",
  "vneid",
  "payment",
  "signing",
  "meeting",
] as const;
export type System = (typeof systems)[number];

export const anySystem = "any";

/** The system that an incident of a group is most likely about; none where a group says too little. */
const byGroup: Readonly<Record<number, System>> = {
  1: "network",
  2: "power",
  4: "tthc",
  6: "signing",
  8: "payment",
  9: "portal",
};

export function systemOfGroup(group: number): System | undefined {
  return byGroup[group];
}
