import type { Role } from "#domain/rights.ts";
import type { IconName } from "../ui/icons.tsx";

/** The registers and the board behind *Thêm*: where each is, its words under `settings:more`, and who works with it. */
const registers: readonly [to: string, icon: IconName, name: string, roles: readonly Role[]][] = [
  [
    "/lich-truc",
    "shift",
    "roster",
    ["centre", "responder", "security", "coordinator", "unit", "leader", "admin"],
  ],
  [
    "/kich-ban",
    "report",
    "scenarios",
    ["centre", "village", "responder", "security", "coordinator", "leader", "admin"],
  ],
  [
    "/bang-dieu-hanh",
    "board",
    "board",
    ["centre", "responder", "security", "coordinator", "leader", "admin"],
  ],
  ["/thiet-bi", "register", "equipment", ["centre", "responder", "security", "leader", "admin"]],
];

export function registersOf(roles: readonly Role[]) {
  return registers.filter(([, , , whose]) => roles.some((role) => whose.includes(role)));
}
