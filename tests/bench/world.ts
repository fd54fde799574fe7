import { resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { type ApiClient, addPerson, createTestDevice, setUp } from "../support/api-client.ts";
import { launchBrowser } from "../support/browser.ts";
import { removeDataDir, type ServerProcess, startServer } from "../support/server-process.ts";
import { type SlowLink, startSlowLink } from "../support/slow-link.ts";
import { hasNote, visits, visitsFor, wireChanges, wireVisit } from "./deeds.ts";
import { mustBe } from "./measure.ts";
import { type RawServer, startRawServer } from "./raw-server.ts";

export interface BenchOptions {
  readonly rows: number;
  readonly quick: boolean;
}

/** A real server with a full logbook, a helper's second device that can change it, and the baseline's server. */
export interface World {
  readonly server: ServerProcess;
  /** The page's way to the server, and the baseline's to its own: the same kind of link. */
  readonly links: { readonly ours: SlowLink; readonly raw: SlowLink };
  readonly raw: RawServer;
  readonly account: string;
  readonly password: string;
  readonly epoch: string;
  readonly villages: readonly string[];
  readonly day: string;
  /** Makes changes on another device, to records of the first fill. */
  changeElsewhere(count: number): Promise<void>;
  /** A page of the server's origin with the engine in it. */
  openPage(browser: Browser): Promise<Page>;
  close(): Promise<void>;
}

const opsInRequest = 500;

export async function createWorld(options: BenchOptions): Promise<World> {
  const server = await startServer();
  const rawServer = await startRawServer();
  const links = { ours: await startSlowLink(server.url), raw: await startSlowLink(rawServer.url) };
  const raw: RawServer = {
    ...rawServer,
    keep: (name, tape) => rawServer.keep(name, tape).map((url) => url.replace(rawServer.url, links.raw.url)),
  };
  const { client: admin, session: adminSession } = await setUp(server.url, server.setupToken);
  const rows = await createTestDevice(admin, adminSession).pull();
  const villages = [...rows.values()].filter((row) => row["k"] === "village").map((row) => String(row["i"]));
  const account = "tocns1";
  const helper = await addPerson(admin, { account, roles: ["village", "centre"], villages });
  const device = createTestDevice(helper.client, helper.session);
  await device.pull();
  const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const filled = visits(1, visitsFor(options.rows), villages, day, 365);
  const send = async (ops: unknown[]) => {
    const reply = await device.exchange(ops, { limit: 0 });
    const taken = (reply.body.receipts as { n: number; to?: number; r: string }[]) ?? [];
    const applied = taken.filter(({ r }) => r === "applied");
    mustBe(
      "changes taken",
      applied.reduce((sum, { n, to }) => sum + (to ?? n) - n + 1, 0),
      ops.length,
    );
  };
  for (let i = 0; i < filled.length; i += opsInRequest) {
    await send(
      filled
        .slice(i, i + opsInRequest)
        .map((visit, j) =>
          device.op("support.visit", hasNote(i + j) ? wireChanges(visit) : [wireVisit(visit)]),
        ),
    );
  }
  let changes = 0;
  return {
    server,
    links,
    raw,
    account,
    password: helper.password,
    epoch: helper.session.epoch,
    villages,
    day,
    async changeElsewhere(count) {
      changes += 1;
      await send(
        Array.from({ length: count }, (_, i) => {
          const visit = filled[(i * 131 + changes * 17) % filled.length];
          const f = { minutes: 5 + changes, people: 1 + (changes % 3) };
          return device.op("support.edit", [
            { c: "set", k: "supportVisit", id: visit?.id, b: Number.MAX_SAFE_INTEGER, f },
          ]);
        }),
      );
    },
    openPage: (browser) => openPage(browser, links.ours.url),
    async close() {
      await links.ours.close();
      await links.raw.close();
      await raw.close();
      await server.stop();
      await removeDataDir(server.dataDir);
    },
  };
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${url}/healthz`);
  await page.evaluate(await benchScript());
  return page;
}

let script: Promise<string> | undefined;

/** The page's part of the bench with the real modules of `src/`, built as the app is. */
export function benchScript(): Promise<string> {
  script ??= bundle();
  return script;
}

async function bundle(): Promise<string> {
  const entry = resolve(import.meta.dirname, "page/bench-page.ts");
  const built = await build({
    configFile: false,
    root: resolve(import.meta.dirname, "../.."),
    logLevel: "error",
    publicDir: false,
    define: { "process.env.NODE_ENV": '"production"' },
    build: { write: false, lib: { entry, formats: ["iife"], name: "soTrucBench", fileName: "bench" } },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (!first || !("output" in first)) throw new Error("Nothing was built");
  return first.output[0].code;
}

export async function inBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await launchBrowser();
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

export type { ApiClient };
