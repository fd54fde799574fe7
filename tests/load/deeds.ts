import { callIdOf } from "#domain/calls/call-id.ts";
import { defaultTemplate } from "#domain/checks/default-template.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { LoadDevice } from "./load-device.ts";

const site = "site-centre";
const template = "template-morning";

/** *Tất cả tốt*: the run and all its answers in one op, and its completion in the next. */
export function morningCheck({ seeded, deed }: LoadDevice, now: number): void {
  const day = dayOf(now);
  const id = `run/${site}/${template}/${day}/morning`;
  const answer = { v: "ok", at: now, by: seeded.person, bulk: true };
  const answers = Object.fromEntries(defaultTemplate.items.map((item) => [`answers.${item.id}`, answer]));
  const run = { template, templateVersion: 1, site, day, slot: "morning" };
  deed("check.all-good", [
    { c: "create", k: "checkRun", id, sc: "site:site-centre", f: { ...run, ...answers } },
  ]);
  const completed = { at: now, by: seeded.person };
  deed("check.complete", [{ c: "set", k: "checkRun", id, b: 0, f: { completed } }]);
}

/** A resident helped, with a short note beside it as every second one has. */
export function visit({ seeded, deed }: LoadDevice, index: number, now: number): void {
  const atCentre = seeded.role === "centre";
  const f = {
    ...{ day: dayOf(now), sort: index % 3 === 0 ? "file" : "vneid", result: "done", people: 1, minutes: 15 },
    ...(atCentre ? { form: "centre" } : { form: "home", village: seeded.village }),
  };
  const sc = atCentre ? "visits:counter" : `visits:${seeded.village}`;
  const id = `v-${seeded.id}-${index}`;
  const place = atCentre ? {} : { village: seeded.village };
  const beside = {
    c: "create",
    k: "callBack",
    id: callIdOf(id),
    sc: sc.replace("visits:", "calls:"),
    f: place,
  };
  const note = "Quên mật khẩu nên chưa nộp được hồ sơ, đã hướng dẫn làm lại.";
  deed("support.visit", [
    { c: "create", k: "supportVisit", id, sc, f },
    ...(index % 2 === 0 ? [{ ...beside, p: { note } }] : []),
  ]);
}

export function incident({ seeded, deed }: LoadDevice, now: number): void {
  const { village } = seeded;
  const atCentre = seeded.role === "centre";
  const f = {
    ...{ number: `SC-TT-${seeded.id}`, group: 2, severity: 3, title: "Mất điện", since: now },
    ...(atCentre ? {} : { village }),
  };
  const sc = atCentre ? "incidents:commune" : `incidents:${village}`;
  deed("incident.report", [{ c: "create", k: "incident", id: `i-${seeded.id}`, sc, f }]);
}
