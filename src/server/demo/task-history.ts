import type { Fields } from "#domain/record.ts";
import { addDays } from "#kernel/calendar.ts";
import {
  between,
  type Deed,
  type DeedChange,
  type DemoWorld,
  delayOf,
  idAt,
  timeOf,
  unitId,
} from "./deed.ts";
import { seedPlan } from "./plan-nghia-tho.ts";

const samplePlanId = "plan-nghia-tho";
const taskId = (key: string) => `task-${key}`;

const results = [
  "Đã ban hành văn bản, gửi các bộ phận.",
  "Đã rà soát xong đợt đầu, còn hai mục chờ số liệu.",
  "Làm đều hằng tuần, không phát sinh.",
  "Đã tập huấn một buổi tại nhà văn hóa.",
  "Đang chờ hướng dẫn của tỉnh.",
];

/** The plan with its 30 tasks; a third reported lately, a third long ago, the rest never. */
export function taskHistory(world: DemoWorld, begin: number): Deed[] {
  return [planDeed(begin), ...seedPlan.tasks.flatMap((task, order) => progressOf(world, task, order))];
}

function planDeed(at: number): Deed {
  const { title, number, issuedMonth, parent, tasks } = seedPlan;
  return {
    at,
    delayMs: 5000,
    account: "vhxh1",
    action: "plan.create",
    changes: [
      {
        c: "create",
        k: "plan",
        id: samplePlanId,
        f: { title, number, issued: issuedMonth, parents: parent.split("; ") },
      },
      ...tasks.map(
        (task, order): DeedChange => ({
          c: "create",
          k: "task",
          id: taskId(task.key),
          f: taskFields(task, order),
        }),
      ),
    ],
  };
}

function taskFields(task: (typeof seedPlan.tasks)[number], order: number): Fields {
  const { section, block, title, detail, lead, leadWords, coordinating, coordinatingWords, deadline } = task;
  return {
    plan: samplePlanId,
    section,
    block,
    order,
    title,
    detail,
    lead: lead.map(unitId),
    leadWords,
    coordinating: coordinating.map(unitId),
    coordinatingWords,
    deadline: { ...deadline },
    requirement: task.requirement,
  };
}

function progressOf(world: DemoWorld, task: (typeof seedPlan.tasks)[number], order: number): Deed[] {
  if (order % 3 === 2) return [];
  const daysAgo = order % 3 === 0 ? between(world.chance, 1, 5) : between(world.chance, 24, 30);
  const day = addDays(world.today, -daysAgo);
  const at = timeOf(day, between(world.chance, 8, 16), between(world.chance, 0, 59));
  const done = order === 3;
  const progress = done ? 100 : between(world.chance, 1, 9) * 10;
  const id = taskId(task.key);
  const account = accountFor(task.lead);
  const update: Fields = { day, progress, result: results[order % results.length] ?? "" };
  return [
    {
      at,
      delayMs: delayOf(world.chance, account),
      account,
      action: "task.progress",
      changes: [
        { c: "append", k: "progressUpdate", id: idAt(world, at), under: id, f: update },
        { c: "set", k: "task", id, f: { progress, updatedDay: day } },
        { c: "move", k: "task", id, from: "notStarted", to: done ? "done" : "running" },
      ],
    },
  ];
}

/** The officer of the unit that leads, where the sample commune has one; else the standing unit. */
function accountFor(lead: readonly string[]): string {
  if (lead.includes("pvhcc")) return "motcua1";
  return lead.includes("kinh-te") ? "kinhte1" : "vhxh1";
}
