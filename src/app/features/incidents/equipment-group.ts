/** The incident group that a broken thing of the register most likely belongs to. */
const groups: Readonly<Record<string, number>> = { power: 2, network: 1 };

export function groupOfEquipment(sort: string | undefined): number {
  return groups[sort ?? ""] ?? 3;
}

/** Commonest first: line, end devices, software, power, portal; the rest stands behind *Nhóm khác…*. */
export const groupOrder = ["1", "3", "4", "2", "9", "5", "6", "7", "8", "10", "11", "12"] as const;
export const commonGroups = 5;
