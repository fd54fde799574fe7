import { createRoot, type Root } from "react-dom/client";
import { chooseDatabases } from "#client/databases.ts";
import { captureInstallOffer } from "#client/environment.ts";
import { noteFault } from "#client/faults.ts";
import { pageDatabases } from "#client/page-databases.ts";
import { type PageHost, pageHost } from "#client/page-host.ts";
import { readInstallation } from "#client/profiles.ts";
import { answered } from "#client/store-trouble.ts";
import { App } from "./app.tsx";
import { setLanguage } from "./i18n/i18n.ts";
import { lookFirst } from "./look-first.ts";
import { opened, type Trouble, wasOpenHere } from "./open-book.tsx";
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
async function start(root: Root, host: PageHost): Promise<void> {
  keepInstallOffer(captureInstallOffer(window as unknown as Parameters<typeof captureInstallOffer>[0]));
  mindDoubleTaps(document);
  const { settings, current, profiles, lost } = await answered(readInstallation(host.marks));
  applyTheme(settings.theme, settings.textSize);
  if (settings.language !== "vi") await setLanguage(settings.language);
  let trouble: Trouble | null = null;
  const first =
    current && (!current.pin || wasOpenHere(current.device))
      ? await opened(current, host).catch((error: unknown) => {
          noteFault(error);
          trouble = { profile: current, error };
          return null;
        })
      : null;
  if (first && location.pathname === "/") {
    const back = await lookFirst(first).catch(() => undefined);
    if (back) history.replaceState(null, "", back);
  }
  await styled();
  const hasProfiles = profiles.length > 0;
  root.render(<App host={host} first={first} trouble={trouble} profiles={hasProfiles} lost={lost.length} />);
  globalThis.soTrucEarly?.done();
  settleIn(host);
}

/** The style comes beside the script, and on a slow link after it. */
function styled(): Promise<unknown> | undefined {
  const sheet = document.querySelector<HTMLLinkElement>('link[rel="stylesheet"][href*="/index-"]');
  if (!sheet || sheet.sheet) return undefined;
  return new Promise((over) => {
    sheet.addEventListener("load", over);
    sheet.addEventListener("error", over);
  });
}

async function begin(): Promise<void> {
  chooseDatabases(pageDatabases());
  const root = createRoot(document.getElementById("app") as HTMLElement);
  const host = pageHost(document, window);
  try {
    await start(root, host);
  } catch (error) {
    noteFault(error);
    const { showTrouble } = await import("./trouble/show-trouble.tsx");
    await styled();
    await showTrouble(root, error, host);
    globalThis.soTrucEarly?.done();
  }
}

void begin().catch((error: unknown) => globalThis.soTrucEarly?.fail(error));
