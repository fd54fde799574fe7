import { createRoot } from "react-dom/client";
import { openLogbook } from "#client/logbook.ts";
import { pageHost } from "#client/page-host.ts";
import { currentProfile, detectEviction, listProfiles, readSettings } from "#client/profiles.ts";
import { App } from "./app.tsx";
import { setLanguage } from "./i18n/i18n.ts";
import { settleIn } from "./settle-in.ts";
import { applyTheme } from "./ui/theme.ts";
import "./ui/styles/index.css";
import "./shell/shell.css";

/**
 * The one place that puts the app together. The last used book opens from the device at once; the network is asked
 * for nothing before *Hôm nay* stands.
 */
async function start(): Promise<void> {
  const root = createRoot(document.getElementById("app") as HTMLElement);
  const host = pageHost(document, window);
  const lost = await detectEviction(host.marks);
  const [settings, profile, profiles] = await Promise.all([readSettings(), currentProfile(), listProfiles()]);
  applyTheme(settings.theme, settings.textSize);
  if (settings.language !== "vi") await setLanguage(settings.language);
  const first = profile && !profile.pin ? await openLogbook(profile, host).catch(() => null) : null;
  root.render(<App host={host} first={first} profiles={profiles.length > 0} lost={lost?.length ?? 0} />);
  settleIn();
}

void start();
