import { databases } from "./databases.ts";
import type { Settings } from "./profile.ts";
import { readSettings, settingsOf } from "./profiles.ts";

/** What is asked of this installation's settings once the first screen stands. */
export async function changeSettings(change: Partial<Settings>): Promise<Settings> {
  let value = settingsOf(undefined);
  await databases().profiles.keep("settings", (now) => {
    value = { ...settingsOf(now), ...change };
    return { key: "settings", value };
  });
  return value;
}

/** Whether people take turns on this device, and it locks by itself. */
export async function isShared(): Promise<boolean> {
  return ((await readSettings()).lockAfter ?? "off") !== "off";
}
