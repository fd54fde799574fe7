import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { Builder, Capabilities } from "selenium-webdriver";
import { executablePath } from "../support/browser.ts";
import { until } from "../support/patience.ts";

/** One window of a real browser, as much of it as the core journeys need. */
export interface Window {
  goto(url: string): Promise<void>;
  /** The value of an expression in the page; what a promise in it comes to. */
  run(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

export interface KindOfBrowser {
  readonly name: string;
  readonly isThere: () => boolean;
  /** The packages that hold it, where it is missing. */
  readonly packages: string;
  /** A window whose storage lies in the folder, so that the browser can be closed and opened again; undefined where the driver gives it none. */
  readonly open: (folder: string) => Promise<Window>;
  readonly keepsStorage: boolean;
}

const firefox = "/usr/bin/firefox-esr";
const webkitDriver = "/usr/bin/WebKitWebDriver";
const miniBrowsers = ["x86_64", "aarch64"].map(
  (machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`,
);

export const kinds: readonly KindOfBrowser[] = [
  {
    name: "Chromium",
    isThere: () => existsSync(executablePath),
    packages: "chromium",
    keepsStorage: true,
    open: (userDataDir) =>
      throughPuppeteer({
        browser: "chrome",
        executablePath,
        userDataDir,
        args: ["--no-sandbox", "--no-first-run"],
      }),
  },
  {
    name: "Firefox",
    isThere: () => existsSync(firefox),
    packages: "firefox-esr",
    keepsStorage: true,
    open: (userDataDir) =>
      throughPuppeteer({
        browser: "firefox",
        executablePath: firefox,
        userDataDir,
        // The page asks whether it may keep its data, and nobody is there to answer.
        extraPrefsFirefox: { "dom.storageManager.prompt.testing": true },
      }),
  },
  {
    name: "WebKitGTK",
    isThere: () =>
      existsSync(webkitDriver) && miniBrowsers.some(existsSync) && Boolean(process.env["DISPLAY"]),
    packages: "webkit2gtk-driver xvfb xauth libgl1-mesa-dri, and a display: xvfb-run -a npm run browsers",
    keepsStorage: false,
    open: throughWebDriver,
  },
];

type Launch = Parameters<typeof puppeteer.launch>[0];

async function throughPuppeteer(launch: Launch): Promise<Window> {
  const browser = await puppeteer.launch({
    headless: true,
    defaultViewport: { width: 360, height: 740 },
    ...launch,
  });
  const [page = await browser.newPage()] = await browser.pages();
  return {
    goto: async (url) => void (await page.goto(url, { waitUntil: "domcontentloaded" })),
    run: (expression) => page.evaluate(expression),
    close: () => browser.close(),
  };
}

async function throughWebDriver(): Promise<Window> {
  const binary = miniBrowsers.find(existsSync);
  const port = await freePort();
  const service = spawn(webkitDriver, [`--port=${port}`], { stdio: "ignore" });
  const address = `http://127.0.0.1:${port}`;
  await until(() =>
    fetch(`${address}/status`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  const driver = await new Builder()
    .usingServer(address)
    .withCapabilities(
      new Capabilities({
        browserName: "MiniBrowser",
        "webkitgtk:browserOptions": { binary, args: ["--automation"] },
      }),
    )
    .build();
  await driver.manage().setTimeouts({ script: 60_000, pageLoad: 60_000 });
  return {
    goto: (url) => driver.get(url),
    async run(expression) {
      const script = `const over = arguments[arguments.length - 1];
        Promise.resolve().then(() => (${expression})).then((value) => over({ value }), (error) => over({ error: String(error) }));`;
      const answer = (await driver.executeAsyncScript(script)) as { value?: unknown; error?: string };
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value;
    },
    async close() {
      await driver.quit();
      service.kill();
    },
  };
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((found) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });
}

/** A folder for a browser's storage, gone with it. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "so-truc-browser-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
