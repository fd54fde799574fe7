import { createRoot } from "react-dom/client";
import { chooseDatabases } from "#client/databases.ts";
import { captureInstallOffer } from "#client/environment.ts";
import { openLogbook } from "#client/logbook.ts";
import { pageDatabases } from "#client/page-databases.ts";
import { pageHost } from "#client/page-host.ts";
import { readInstallation } from "#client/profiles.ts";
import { App } from "./app.tsx";
import { setLanguage } from "./i18n/i18n.ts";
import { lookFirst } from "./look-first.ts";
import { wasOpenHere } from "./open-book.tsx";
import { settleIn } from "./settle-in.ts";
import { keepInstallOffer } from "./shell/install-offer.ts";
import { mindDoubleTaps } from "./ui/double-tap.ts";
import { applyTheme } from "./ui/theme.ts";
import "./ui/styles/index.css";
import "./shell/shell.css";

/**
 * The one place that puts the app together. The last used book opens from the device at once; the network is asked
 * for nothing before *Hôm nay* stands.
 */
async function start(): Promise<void> {
  chooseDatabases(pageDatabases());
  keepInstallOffer(captureInstallOffer(window as unknown as Parameters<typeof captureInstallOffer>[0]));
  mindDoubleTaps(document);
  const root = createRoot(document.getElementById("app") as HTMLElement);
  const host = pageHost(document, window);
  const { settings, current, profiles, lost } = await readInstallation(host.marks);
  applyTheme(settings.theme, settings.textSize);
  if (settings.language !== "vi") await setLanguage(settings.language);
  const onWiped = () => location.assign("/dang-nhap");
  const first =
    current && (!current.pin || wasOpenHere(current.device))
      ? await openLogbook(current, host, { onWiped }).catch(() => null)
      : null;
  if (first && location.pathname === "/") {
    const back = await lookFirst(first).catch(() => undefined);
    if (back) history.replaceState(null, "", back);
  }
  root.render(<App host={host} first={first} profiles={profiles.length > 0} lost={lost.length} />);
  settleIn(host);
}

void start();
