import type { Fields } from "#domain/record.ts";
import type { Shift } from "#domain/roster/shift-kinds.ts";
import { roundTheClock } from "#domain/roster/shift-plans.ts";
import { defaultScenarios } from "#domain/scenarios/default-scenarios.ts";
import { addDays, type CalendarDay, weekdayOf } from "#kernel/calendar.ts";
import { centreSiteId } from "../org/commune-setup.ts";
import { sampleCommune } from "./commune.ts";
import { type Deed, type DeedChange, type DemoWorld, timeOf } from "./deed.ts";

/** What the register knows of a thing besides where it stands: some warranties are over, some end within two months. */
export function purchaseOf(index: number, today: CalendarDay) {
  const daysAgo = 640 + ((index * 67) % 420);
  const boughtOn = addDays(today, -daysAgo);
  return {
    serial: `SN-MAU-${String(index + 1).padStart(4, "0")}`,
    supplier: `Nhà cung cấp mẫu ${"ABC"[index % 3]}`,
    boughtOn,
    warrantyUntil: addDays(boughtOn, 730),
  };
}

/** The scenarios as the response team took them over, and the drills held on three of them. */
export function scenarioHistory(world: DemoWorld): Deed[] {
  const author = { account: "ungcuu1", delayMs: 30_000 };
  const written = defaultScenarios(sampleCommune.name).map(
    ({ key, ...body }): DeedChange => ({
      c: "create",
      k: "scenario",
      id: `scenario-${key}`,
      f: body as Fields,
    }),
  );
  const drills = [
    [
      "power-cut",
      24,
      9,
      "Tắt máy đúng cách mất 6 phút; bộ lưu điện quầy 3 chỉ giữ được 4 phút, cần thay ắc quy.",
    ],
    ["line-down", 20, 11, "Chuyển sang 4G trong 3 phút. Mật khẩu bộ phát chưa dán tại chỗ, đã dán."],
    ["malware", 12, 7, "Mọi người nhớ rút mạng, hai người vẫn định tắt máy. Dán tờ nhắc ở quầy."],
  ] as const;
  return [
    {
      ...author,
      at: timeOf(addDays(world.today, -30), 14, 5),
      action: "scenario.edit",
      changes: written,
    },
    ...drills.map(([key, daysAgo, people, text]): Deed => {
      const day = addDays(world.today, -daysAgo);
      const f = { parent: `scenario-${key}`, day, people, text };
      return {
        ...author,
        at: timeOf(day, 16, 20),
        action: "scenario.drill",
        changes: [{ c: "append", k: "drill", id: `drill-${key}`, under: `scenario-${key}`, f }],
      };
    }),
  ];
}

const watchers = ["ungcuu1", "congan1", "vhxh1", "chutich1"];

/** A fortnight of the roster: who checks each morning, and a week round the clock with a shift that is to be swapped. */
export function rosterHistory(world: DemoWorld): Deed[] {
  const days = Array.from({ length: 14 }, (_, at) => addDays(world.today, at - 6));
  const mornings = days
    .filter((day) => weekdayOf(day) <= 5)
    .map((day, at): Shift => {
      const person = world.person(at % 2 === 0 ? "motcua1" : "motcua2");
      return { sort: "check", day, from: "06:45", to: "07:30", person, site: centreSiteId };
    });
  const watch = roundTheClock(
    {
      first: addDays(world.today, -2),
      last: addDays(world.today, 5),
      reliefs: ["07:00", "19:00"],
      people: watchers.map((account) => world.person(account)),
    },
    { sort: "duty" },
  );
  const shifts = [...mornings, ...(watch.ok ? watch.value : [])];
  const made = shifts.map(
    (body): DeedChange => ({
      c: "create",
      k: "shift",
      id: `shift-${body.sort}-${body.day}-${body.from}`,
      f: body as Fields,
    }),
  );
  const swapped = mornings.filter(
    ({ day, person }) => day > world.today && person === world.person("motcua2"),
  )[0];
  const at = timeOf(addDays(world.today, -7), 15, 30);
  return [
    { at, delayMs: 30_000, account: "ungcuu1", action: "roster.edit", changes: made },
    ...(swapped
      ? [
          {
            at: timeOf(addDays(world.today, -1), 16, 45),
            delayMs: 30_000,
            account: "motcua2",
            action: "roster.swap" as const,
            changes: [
              {
                ...{ c: "set" as const, k: "shift", id: `shift-check-${swapped.day}-${swapped.from}` },
                f: { asked: world.person("motcua1") },
              },
            ],
          },
        ]
      : []),
  ];
}
