import { useLiveQuery } from "dexie-react-hooks";
import { readSettings, type Settings } from "#client/profiles.ts";
import { changeSettings } from "#client/settings.ts";
import { setLanguage } from "../../i18n/i18n.ts";
import { applyTheme } from "../../ui/theme.ts";

/** The settings of this installation; a change takes effect at once and is kept. */
export function useSettings() {
  const settings = useLiveQuery(readSettings);
  const change = async (part: Partial<Settings>) => {
    const next = await changeSettings(part);
    applyTheme(next.theme, next.textSize);
    if (part.language) await setLanguage(part.language);
  };
  return { settings, change };
}
