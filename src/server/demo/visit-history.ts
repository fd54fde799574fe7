import type { Fields } from "#domain/record.ts";
import {
  commonSupportKindCount,
  supportKindCodes,
  supportResultCodes,
  vulnerableGroupCodes,
} from "#domain/support/catalogue.ts";
import {
  between,
  type Deed,
  type DemoWorld,
  delayOf,
  idAt,
  pastDays,
  pick,
  timeOf,
  villageId,
} from "./deed.ts";

/** Xóm 7 has nothing on purpose: a village that does not report is not a village without need. */
const byCentre = ["xom-3", "xom-4", "xom-5", "xom-6", "xom-8"];
const notes = [
  "Hẹn quay lại chiều mai, máy hết pin.",
  "Nhờ con cháu giữ hộ mật khẩu.",
  "Cần đổi SIM chính chủ.",
];

/** About sixty visits over the month. */
export function visitHistory(world: DemoWorld): Deed[] {
  const days = pastDays(world);
  return Array.from({ length: 62 }, (_, index): Deed => {
    const day = pick(world.chance, days);
    const at = timeOf(day, between(world.chance, 7, 17), between(world.chance, 0, 59));
    const { account, village, form } = whoAndWhere(world, index);
    const common = world.chance.next() < 0.8;
    const sorts = common ? supportKindCodes.slice(0, commonSupportKindCount) : supportKindCodes;
    const fields: Fields = {
      day,
      ...(village ? { village } : {}),
      sort: pick(world.chance, sorts),
      form,
      result: pick(world.chance, world.chance.next() < 0.7 ? ["done"] : supportResultCodes),
      people: form === "session" ? between(world.chance, 6, 25) : between(world.chance, 1, 2),
      minutes: between(world.chance, 1, 8) * 5,
      ...(form === "session" ? { tally: true } : {}),
      ...(world.chance.next() < 0.5 ? { [`groups.${pick(world.chance, vulnerableGroupCodes)}`]: 1 } : {}),
    };
    const note = world.chance.next() < 0.12 ? { p: { note: pick(world.chance, notes) } } : {};
    return {
      at,
      delayMs: delayOf(world.chance, account),
      account,
      action: "support.visit",
      changes: [{ c: "create", k: "supportVisit", id: idAt(world, at), f: fields, ...note }],
    };
  });
}

function whoAndWhere(world: DemoWorld, index: number): { account: string; village?: string; form: string } {
  const inVillage =
    world.chance.next() < 0.1 ? "session" : pick(world.chance, ["home", "home", "hall", "remote"]);
  if (index % 3 === 0) return { account: "tocns1", village: villageId("xom-1"), form: inVillage };
  if (index % 4 === 1) return { account: "tocns2", village: villageId("xom-2"), form: inVillage };
  const account = pick(world.chance, ["motcua1", "motcua2"]);
  if (world.chance.next() < 0.5) return { account, form: "centre" };
  return { account, village: villageId(pick(world.chance, byCentre)), form: inVillage };
}
