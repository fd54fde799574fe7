import { checkRunId, closedDayId } from "#domain/checks/check-ids.ts";
import { defaultTemplate } from "#domain/checks/default-template.ts";
import { draftSeverity, incidentGroupOf } from "#domain/checks/fault-incident.ts";
import type { Fields } from "#domain/record.ts";
import { centreSiteId, morningTemplateId } from "../org/commune-setup.ts";
import {
  between,
  type Deed,
  type DemoWorld,
  delayOf,
  equipmentId,
  idAt,
  timeOf,
  workingDays,
} from "./deed.ts";

/** Places among the working days of the month; the first is the oldest. */
const missing = [4, 13];
const storm = 9;
const late = [6, 16];

interface Fault {
  readonly item: string;
  readonly from: number;
  readonly until: number;
  readonly title: string;
  readonly note: string;
}
const faults: readonly Fault[] = [
  {
    item: "backup-line",
    from: 2,
    until: 2,
    title: "Bộ phát 4G dự phòng không lên mạng",
    note: "Đèn báo đỏ, đã khởi động lại một lần.",
  },
  {
    item: "printer-2",
    from: 11,
    until: 14,
    title: "Máy in quầy 2 kẹt giấy liên tục",
    note: "Kẹt ở khay dưới; đang in nhờ máy dự phòng.",
  },
  {
    item: "kiosk",
    from: 18,
    until: 99,
    title: "Ki-ốt tra cứu không lên màn hình",
    note: "Bật nguồn có đèn, màn hình đen.",
  },
];

export interface FaultIncident {
  readonly id: string;
  readonly at: number;
  readonly account: string;
  readonly item: string;
}

/** A month of morning checks with gaps, a storm and faults that opened incidents. */
export function checkHistory(world: DemoWorld): { deeds: Deed[]; incidents: FaultIncident[] } {
  const incidents: FaultIncident[] = [];
  const deeds = workingDays(world).flatMap((day, index): Deed[] => {
    if (missing.includes(index)) return [];
    if (index === storm) return [stormDay(day)];
    return oneMorning(world, day, index, incidents);
  });
  return { deeds, incidents };
}

function stormDay(day: string): Deed {
  return {
    at: timeOf(day, 7, 40),
    delayMs: 20_000,
    account: "motcua1",
    action: "day.close",
    changes: [
      {
        c: "create",
        k: "closedDay",
        id: closedDayId(centreSiteId, day),
        f: { site: centreSiteId, day, reason: "storm", note: "Mưa bão, mất điện toàn xã." },
      },
    ],
  };
}

function oneMorning(world: DemoWorld, day: string, index: number, incidents: FaultIncident[]): Deed[] {
  const account = index % 3 === 2 ? "motcua2" : "motcua1";
  const minute = between(world.chance, 2, 24);
  const at = late.includes(index) ? timeOf(day, 8, 30 + minute) : timeOf(day, 7, minute);
  const by = world.person(account);
  const key = { template: morningTemplateId, site: centreSiteId, day, slot: "morning" } as const;
  const id = checkRunId(key);
  const head = { ...key, templateVersion: 1 };
  const found = faults.filter((fault) => fault.from <= index && index <= fault.until);
  const faultDeeds = found.map((fault, order): Deed => {
    const faultAt = at - (found.length - order) * 45_000;
    const known = incidents.find((one) => one.item === fault.item);
    const incident = known?.id ?? idAt(world, faultAt);
    if (!known) incidents.push({ id: incident, at: faultAt, account, item: fault.item });
    const answers: Fields = {
      [`answers.${fault.item}`]: { v: "bad", at: faultAt, by },
      [`incidents.${fault.item}`]: incident,
    };
    const draft: Fields = {
      group: incidentGroupOf(defaultTemplate.items.find((item) => item.id === fault.item)?.group ?? ""),
      severity: draftSeverity,
      title: fault.title,
      note: fault.note,
      site: centreSiteId,
      equipment: equipmentId(fault.item),
      since: faultAt,
      run: id,
      item: fault.item,
    };
    return {
      at: faultAt,
      delayMs: delayOf(world.chance, account),
      account,
      action: "check.answer",
      changes: [
        { c: "create", k: "checkRun", id, f: { ...head, ...answers } },
        ...(known ? [] : [{ c: "create", k: "incident", id: incident, f: draft } as const]),
      ],
    };
  });
  const bad = new Set(found.map((fault) => fault.item));
  const answers = defaultTemplate.items
    .filter((item) => !bad.has(item.id))
    .map((item) => [`answers.${item.id}`, { v: "ok", at, by, bulk: true }] as const);
  const whole: Fields = { ...head, ...Object.fromEntries(answers), completed: { at, by } };
  const last = Math.max(0, ...faultDeeds.map((deed) => deed.at + deed.delayMs - at));
  return [
    ...faultDeeds,
    {
      at,
      delayMs: last + delayOf(world.chance, account),
      account,
      action: "check.all-good",
      changes: [{ c: "create", k: "checkRun", id, f: whole }],
    },
  ];
}
