import type { Role } from "#domain/rights.ts";
import type { IconName } from "../ui/icons.tsx";

/** The doors of the app: which role sees which, and in what order. A module that is not built has none. */
export interface Door {
  readonly to: string;
  readonly icon: IconName;
  /** Key under `shell:places`. */
  readonly name: "today" | "checks" | "incidents" | "support" | "tasks" | "admin" | "more";
}

const doors = {
  today: { to: "/", icon: "today", name: "today" },
  checks: { to: "/kiem-tra", icon: "check-list", name: "checks" },
  incidents: { to: "/su-co", icon: "incident", name: "incidents" },
  support: { to: "/ho-tro", icon: "support", name: "support" },
  tasks: { to: "/nhiem-vu", icon: "task", name: "tasks" },
  admin: { to: "/quan-tri", icon: "people", name: "admin" },
  more: { to: "/them", icon: "menu", name: "more" },
} as const satisfies Record<Door["name"], Door>;

const byRole: Readonly<Record<Role, readonly (keyof typeof doors)[]>> = {
  centre: ["checks", "incidents", "support"],
  village: ["support", "incidents"],
  responder: ["incidents"],
  security: ["incidents", "tasks"],
  coordinator: ["tasks", "incidents"],
  unit: ["tasks"],
  leader: ["tasks", "incidents", "checks"],
  admin: ["admin"],
  province: ["incidents", "tasks"],
};

const barHolds = 3;

/** Every place of these roles, today first, the commonest of each role before the rest. */
export function placesOf(roles: readonly Role[]): Door[] {
  const lists = roles.map((role) => byRole[role] ?? []);
  const names = new Set<keyof typeof doors>(["today"]);
  for (let rank = 0; rank < 4; rank++) {
    for (const list of lists) {
      const name = list[rank];
      if (name) names.add(name);
    }
  }
  return [...names].map((name) => doors[name]);
}

/** The bar under the thumb: today, three more and the rest behind *Thêm*. */
export function barOf(roles: readonly Role[]): Door[] {
  return [...placesOf(roles).slice(0, barHolds + 1), doors.more];
}

/** Places that the bar has no room for. */
export function restOf(roles: readonly Role[]): Door[] {
  return placesOf(roles).slice(barHolds + 1);
}

export function isAt(door: Door, path: string): boolean {
  return door.to === "/" ? path === "/" : path === door.to || path.startsWith(`${door.to}/`);
}
