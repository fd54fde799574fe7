import { formatMoment } from "../../i18n/format.ts";
import type { Text } from "../../i18n/i18n.ts";
import type { SilentDevices } from "./use-silent.ts";

const freshMs = 5 * 60_000;

/** How many devices are missing, and when that was known if it was not just now. */
export function silentWords({ count, at }: SilentDevices, now: number, t: Text): string {
  const missing = count === 0 ? t("silent.none") : t("silent.some", { count });
  return now - at < freshMs ? missing : t("silent.known", { missing, time: formatMoment(at, now) });
}
