import { setTimeout as wait } from "node:timers/promises";
import { incident, morningCheck, visit } from "./deeds.ts";
import type { LoadDevice } from "./load-device.ts";

export interface Morning {
  /** Over how long the morning is spread. */
  readonly seconds: number;
  readonly visitsEach: number;
  /** Looks at what is new, beside those that come with sending. */
  readonly pullsEach: number;
}

const incidentShare = 0.1;
/** Sessions last ninety days. */
const renewalShare = 1 / 90;

/**
 * One device's morning: it opens its book (in the first fifth, as people come to work), the counter does its check, visits
 * follow, one in ten reports an incident, and between them it looks at what the others wrote. Every deed is sent at once.
 */
export async function playMorning(device: LoadDevice, morning: Morning, random: () => number): Promise<void> {
  const span = morning.seconds * 1000;
  const at = (from: number, to: number) => (from + random() * (to - from)) * span;
  const plan: { at: number; deed: () => void }[] = [{ at: at(0, 0.2), deed: () => undefined }];
  if (device.seeded.role === "centre") {
    plan.push({ at: at(0.1, 0.3), deed: () => morningCheck(device, Date.now()) });
  }
  for (let i = 0; i < morning.visitsEach; i++) {
    plan.push({ at: at(0.2, 1), deed: () => visit(device, i, Date.now()) });
  }
  if (random() < incidentShare) plan.push({ at: at(0.2, 1), deed: () => incident(device, Date.now()) });
  for (let i = 0; i < morning.pullsEach; i++) plan.push({ at: at(0.2, 1), deed: () => undefined });
  plan.sort((a, b) => a.at - b.at);

  const begun = performance.now();
  const [opening] = plan;
  if (opening && random() < renewalShare) {
    await wait(opening.at);
    await device.renew();
  }
  for (const { at: due, deed } of plan) {
    const early = due - (performance.now() - begun);
    if (early > 0) await wait(early);
    deed();
    await device.exchange();
  }
}
