import type { Fault } from "#client/faults.ts";
import { faultName, readFaults } from "#client/read-faults.ts";
import { textOf } from "../../i18n/i18n.ts";

/**
 * What can be read aloud to the administrator: it leads to this device's deed in the log, and names the latest defect
 * that the device met: `d7k2 m4xqp · 214 · k3vt`.
 */
export function supportCode(device: string, n: number, fault?: Fault): string {
  const deed = `${device.slice(0, 4)} ${device.slice(4)} · ${n}`;
  return fault ? `${deed} · ${faultName(fault)}` : deed;
}

const toldFaults = 3;

/** Hands the matter to a person by what the phone shares with; without a share sheet it goes to the clipboard. */
export async function tellAdministrator(reason: string, code: string): Promise<void> {
  const faults = (await readFaults()).slice(0, toldFaults);
  const lines = faults.map((one) => `${faultName(one)}: ${one.message} (${one.screen}, ${one.version})`);
  const text = [textOf("outbox:askText", { reason, code }), ...lines].join("\n");
  try {
    if (navigator.share) await navigator.share({ text });
    else await navigator.clipboard.writeText(text);
  } catch {
    // Closed without sharing: nothing was done, and nothing is lost.
  }
}
