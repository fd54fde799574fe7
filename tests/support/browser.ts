import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";
import { patienceMs } from "./patience.ts";

export const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";

/**
 * What this browser is not to have. The last list counts, so the driver's own stands here again; the last line takes away
 * the address bar's pages, which each window would load and nobody sees.
 */
const without = [
  ...["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"],
  ...["HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"],
  ...["ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin"],
  ...["OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch", "Translate"],
  ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"],
];

const args = [
  `--disable-features=${without.join(",")}`,
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A camera that shows a test picture, and nobody who must allow it. */
export const fakeCamera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

/** A cheap phone in the commune. No `permissions`: naming one would deny all others. */
export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: "vi-VN",
  timezoneId: "Asia/Ho_Chi_Minh",
  colorScheme: "light",
  reducedMotion: "reduce",
};

export const desktop: BrowserContextOptions = {
  ...phone,
  viewport: { width: 1280, height: 800 },
  deviceScaleFactor: 1,
  isMobile: false,
  hasTouch: false,
};

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args });
}

/** A device of its own in this browser. */
export async function newContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(patienceMs);
  return context;
}

/** A browser whose storage outlives it, as an installed app's does. */
export interface Installation {
  readonly folder: string;
  open(): Promise<BrowserContext>;
  /** SIGKILL to the whole browser, as when the battery is pulled. */
  pullBattery(): Promise<void>;
  remove(): Promise<void>;
}

export async function newInstallation(
  device: BrowserContextOptions = phone,
  more: readonly string[] = [],
): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), "so-truc-browser-"));
  let open: { context: BrowserContext; pid: number } | undefined;
  return {
    folder,
    async open() {
      const context = await chromium.launchPersistentContext(folder, {
        ...device,
        executablePath,
        args: [...args, ...more],
      });
      context.setDefaultTimeout(patienceMs);
      open = { context, pid: await pidOf(context) };
      return context;
    },
    async pullBattery() {
      if (!open) throw new Error("The browser is not open");
      const closed = new Promise<void>((done) => open?.context.once("close", () => done()));
      process.kill(open.pid, "SIGKILL");
      await closed;
      open = undefined;
    },
    async remove() {
      await open?.context.close().catch(() => undefined);
      // The killed browser's helpers end a moment after it and may still hold a file.
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

async function pidOf(context: BrowserContext): Promise<number> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error("No session with the browser");
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const pid = processInfo.find(({ type }) => type === "browser")?.id;
  if (pid === undefined) throw new Error("The browser names no process of its own");
  return pid;
}
