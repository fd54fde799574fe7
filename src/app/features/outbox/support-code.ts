import { textOf } from "../../i18n/i18n.ts";

/** What can be read aloud to the administrator and leads to this device's deed in the log: `d7k2 m4xqp · 214`. */
export function supportCode(device: string, n: number): string {
  return `${device.slice(0, 4)} ${device.slice(4)} · ${n}`;
}

/** Hands the matter to a person by what the phone shares with; without a share sheet it goes to the clipboard. */
export async function tellAdministrator(reason: string, code: string): Promise<void> {
  const text = textOf("outbox:askText", { reason, code });
  try {
    if (navigator.share) await navigator.share({ text });
    else await navigator.clipboard.writeText(text);
  } catch {
    // Closed without sharing: nothing was done, and nothing is lost.
  }
}
