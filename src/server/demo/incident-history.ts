import { quietDayId } from "#domain/incidents/quiet-day.ts";
import type { Fields } from "#domain/record.ts";
import { addDays, dayOf } from "#kernel/calendar.ts";
import { centreSiteId } from "../org/commune-setup.ts";
import type { FaultIncident } from "./check-history.ts";
import { type Deed, type DemoWorld, delayOf, idAt, timeOf, villageId, workingDays } from "./deed.ts";

/** What was done about an incident: state, hours after it began, by whom, in what words. */
type Step = readonly [to: string, afterHours: number, account: string, text: string];

interface Story {
  readonly daysAgo: number;
  readonly hour: number;
  readonly account: string;
  readonly fields: Fields;
  readonly steps: readonly Step[];
  /** Minutes after the report at which service stopped and came back. */
  readonly outage?: readonly [from: number, to: number];
  /** What was written about it once it worked again. */
  readonly outcome?: Fields;
}

const stories: readonly Story[] = [
  {
    daysAgo: 26,
    hour: 8,
    account: "motcua1",
    fields: {
      group: 1,
      severity: 1,
      title: "Mất đường truyền, cả bốn quầy dừng",
      note: "Cáp quang đứt ngoài đường, chuyển sang 4G chỉ đủ hai quầy.",
      site: centreSiteId,
      questions: { stoppedCounters: "all", workaround: "no" },
    },
    steps: [
      ["acknowledged", 0.2, "ungcuu1", "Đã nhận, đang gọi nhà mạng."],
      ["escalated", 1, "ungcuu1", "Nhà mạng báo đứt cáp liên xã, đã chuyển tỉnh."],
      ["resolved", 5, "ungcuu1", "Nhà mạng nối xong cáp, bốn quầy chạy lại."],
      ["closed", 30, "ungcuu1", "Theo dõi một ngày, ổn định."],
    ],
    outage: [1, 295],
    outcome: {
      cause: "Xe cẩu làm đứt cáp quang liên xã.",
      fix: "Nhà mạng nối cáp; xã mua thêm SIM 4G dự phòng cho hai quầy.",
      dossiers: 14,
      level: "vendor",
    },
  },
  {
    daysAgo: 17,
    hour: 9,
    account: "motcua2",
    fields: {
      group: 9,
      severity: 2,
      title: "Cổng dịch vụ công báo lỗi khi nộp hồ sơ",
      site: centreSiteId,
      questions: { stoppedCounters: "most", mainSystem: "yes" },
    },
    steps: [
      ["acknowledged", 0.4, "ungcuu1", "Đã nhận, các xã bên cũng bị."],
      ["resolved", 3, "ungcuu1", "Tỉnh báo đã khắc phục, thử nộp được."],
    ],
    outage: [2, 175],
    outcome: { cause: "Máy chủ của tỉnh quá tải.", dossiers: 5, level: "province" },
  },
  {
    daysAgo: 10,
    hour: 14,
    account: "motcua1",
    fields: { group: 5, severity: 4, title: "Tài khoản một cửa bị khóa do nhập sai", site: centreSiteId },
    steps: [
      ["working", 1, "ungcuu1", "Đã gửi yêu cầu mở khóa."],
      ["resolved", 20, "ungcuu1", "Đã mở khóa, nhắc đổi mật khẩu."],
      ["closed", 44, "motcua1", "Đăng nhập được."],
    ],
  },
  {
    daysAgo: 6,
    hour: 19,
    account: "tocns2",
    fields: {
      group: 1,
      severity: 3,
      title: "Xóm 2 mất sóng di động từ chiều",
      note: "Cả xóm không gọi được, phải ra đầu xóm.",
      village: villageId("xom-2"),
      place: "Quanh nhà văn hóa xóm",
    },
    steps: [
      ["acknowledged", 13, "ungcuu1", "Đã nhận, báo nhà mạng."],
      ["working", 16, "ungcuu1", "Nhà mạng hẹn cử người kiểm tra trạm."],
    ],
  },
  {
    daysAgo: 4,
    hour: 10,
    account: "motcua2",
    fields: {
      group: 11,
      severity: 1,
      title: "Máy quầy 3 hiện trang giả mạo cổng dịch vụ công",
      note: "Đã rút dây mạng máy quầy 3, chưa tắt máy.",
      site: centreSiteId,
      questions: { stoppedCounters: "one", security: "yes" },
    },
    steps: [["acknowledged", 0.3, "congan1", "Đã nhận, giữ nguyên máy chờ kiểm tra."]],
  },
  {
    daysAgo: 1,
    hour: 15,
    account: "motcua1",
    fields: {
      group: 6,
      severity: 3,
      title: "Thiết bị ký số của quầy 1 không nhận",
      site: centreSiteId,
      questions: { stoppedCounters: "one", workaround: "yes" },
    },
    steps: [],
  },
];

const faultSteps: Readonly<Record<string, readonly Step[]>> = {
  "backup-line": [
    ["working", 2, "ungcuu1", "Thay SIM, đang thử."],
    ["resolved", 4, "ungcuu1", "Lên mạng lại."],
    ["closed", 26, "motcua1", "Sáng nay kiểm tra tốt."],
  ],
  "printer-2": [
    ["acknowledged", 3, "ungcuu1", "Đã nhận."],
    ["working", 26, "ungcuu1", "Vệ sinh trục kéo giấy, chờ linh kiện."],
    ["resolved", 100, "ungcuu1", "Đã thay trục kéo giấy."],
  ],
  kiosk: [["acknowledged", 2, "ungcuu1", "Đã nhận, hẹn người bảo trì."]],
};

/** Incidents in several states, each with what was done about it. */
export function incidentHistory(world: DemoWorld, faults: readonly FaultIncident[]): Deed[] {
  const reported = stories.flatMap((story): Deed[] => {
    const at = timeOf(addDays(world.today, -story.daysAgo), story.hour, 12);
    const id = idAt(world, at);
    const fields = { since: at - 5 * 60_000, ...story.fields };
    const report: Deed = {
      at,
      delayMs: 20_000,
      account: story.account,
      action: "incident.report",
      changes: [{ c: "create", k: "incident", id, f: fields }],
    };
    return [report, ...outageOf(world, id, at, story), ...stepsOf(world, id, at, story.steps)];
  });
  return [
    ...reported,
    ...quietDays(world, faults),
    ...faults.flatMap(({ id, at, item }) => stepsOf(world, id, at + 6 * 3_600_000, faultSteps[item] ?? [])),
  ];
}

/** When service stopped and came back, and afterwards why. */
function outageOf(world: DemoWorld, id: string, begin: number, { outage, outcome }: Story): Deed[] {
  if (!outage) return [];
  const [from, to] = outage.map((minutes) => begin + minutes * 60_000) as [number, number];
  const mark = (sort: string, at: number, account: string): Deed => ({
    at,
    delayMs: 20_000,
    account,
    action: "incident.outage",
    changes: [{ c: "append", k: "incidentEntry", id: idAt(world, at), under: id, f: { text: "", sort, at } }],
  });
  return [
    mark("outage-start", from, "motcua1"),
    mark("outage-end", to, "ungcuu1"),
    ...(outcome
      ? [
          {
            at: begin + 26 * 3_600_000,
            delayMs: 20_000,
            account: "ungcuu1",
            action: "incident.edit" as const,
            changes: [{ c: "set" as const, k: "incident", id, f: outcome }],
          },
        ]
      : []),
  ];
}

/** Working days of the last fortnight on which nothing broke at the centre, signed in the afternoon. */
function quietDays(world: DemoWorld, faults: readonly FaultIncident[]): Deed[] {
  const broke = new Set([
    ...stories.map(({ daysAgo }) => addDays(world.today, -daysAgo)),
    ...faults.map(({ at }) => dayOf(at)),
  ]);
  return workingDays(world)
    .slice(-10)
    .filter((day) => !broke.has(day))
    .map((day) => ({
      at: timeOf(day, 16, 40),
      delayMs: 20_000,
      account: "motcua1",
      action: "day.no-incident",
      changes: [
        {
          c: "create",
          k: "quietDay",
          id: quietDayId(centreSiteId, day),
          f: { site: centreSiteId, day },
        },
      ],
    }));
}

function stepsOf(world: DemoWorld, id: string, begin: number, steps: readonly Step[]): Deed[] {
  let from = "new";
  let earliest = begin;
  const deeds: Deed[] = [];
  for (const [to, afterHours, account, text] of steps) {
    const at = Math.max(earliest + 60_000, Math.round(begin + afterHours * 3_600_000));
    if (at > world.now - 3_600_000) break;
    const delayMs = delayOf(world.chance, account);
    deeds.push({
      at,
      delayMs,
      account,
      action: "incident.move",
      changes: [
        { c: "move", k: "incident", id, from, to },
        { c: "append", k: "incidentEntry", id: idAt(world, at), under: id, f: { text, sort: to } },
      ],
    });
    from = to;
    earliest = at + delayMs;
  }
  return deeds;
}
