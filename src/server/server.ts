import { mkdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { setCallsApart } from "#authority/set-calls-apart.ts";
import { mendStrays } from "#authority/take-along.ts";
import { tellLate } from "./attachments/arrived.ts";
import { adoptReappeared } from "./attachments/ask-again.ts";
import { openAttachments } from "./attachments/attachments.ts";
import { sweepAttachments } from "./attachments/sweep.ts";
import { createSignInService } from "./auth/sign-in.ts";
import { afterDoubt } from "./clock/after-doubt.ts";
import { machineTime, type TimeSource } from "./clock/time-source.ts";
import { type Config, ConfigError } from "./config.ts";
import type { ServerContext } from "./context.ts";
import { ensureDemo } from "./demo/seed.ts";
import { createApp } from "./http/app.ts";
import { finishAnswers } from "./http/drain.ts";
import { createPokes } from "./http/pokes.ts";
import { type Machine, startMachine } from "./machine.ts";
import { type Backups, createBackups } from "./ops/backup.ts";
import { applyMarks } from "./ops/erase.ts";
import { eraseEnded } from "./ops/erase-ended.ts";
import { erasureFileIn } from "./ops/erasure-file.ts";
import { forgetOld } from "./ops/forget-old.ts";
import { createMetrics } from "./ops/metrics.ts";
import { noteDurable } from "./ops/note-durable.ts";
import { dropOldAsides } from "./ops/old-asides.ts";
import { lockDataDir } from "./ops/server-lock.ts";
import { createPush } from "./push/push.ts";
import { communeIds } from "./store/communes.ts";
import type { Database } from "./store/database.ts";
import { openDatabase } from "./store/open.ts";
import { createSqlCommuneStore } from "./store/sql-commune-store.ts";

/** What is under way when the server is told to stop may take so long. */
const stopMs = 10_000;

export interface RunningServer {
  /** Where people reach it. */
  readonly url: string;
  /** What the person who started it should read, line by line. */
  readonly notices: readonly string[];
  /** What reached nobody: logged, counted and shown, and the server goes on. */
  report(what: string, error: unknown): void;
  close(): Promise<void>;
}

/** Opens the data folder, brings everything up to date, and serves. Throws before it listens when anything is wrong. */
export async function createServer(config: Config, time: TimeSource = machineTime): Promise<RunningServer> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  // A file is one process's own; PostgreSQL is for several, who may share the folder of backups and erasure marks too.
  const unlock = config.databaseUrl ? () => undefined : lockDataDir(config.dataDir);
  const machine = startMachine(config, time);
  const { clock, log, defects } = machine;
  const backups = createBackups({
    place: config,
    folder: config.backupDir,
    now: clock.now,
    isSettled: clock.isSettled,
    log,
    onDefect: (error) => defects.report("job", "nightly", error),
  });
  let database: Database | undefined;
  try {
    const onTrouble = (event: string, code: string) => log.write("warn", event, { code });
    // With a copy as the version before left it, the earlier program can be put back.
    database = await openDatabase(config, clock.now(), onTrouble, () => backups.make());
    return await serve(config, database, backups, machine, unlock);
  } catch (error) {
    await database?.close();
    machine.stop();
    unlock();
    throw error;
  }
}

async function serve(
  config: Config,
  database: Database,
  backups: Backups,
  machine: Machine,
  unlock: () => void,
): Promise<RunningServer> {
  const { clock, log, defects } = machine;
  const { now } = clock;
  const erasures = erasureFileIn(config.dataDir);
  const context: ServerContext = {
    config,
    database,
    store: createSqlCommuneStore(database),
    attachments: openAttachments(config.dataDir, database),
    log,
    pokes: createPokes(database.notices),
    push: createPush({
      database,
      log,
      now,
      clock,
      onDefect: (job, error) => defects.report("job", job, error),
    }),
    backups,
    erasures,
    metrics: createMetrics({ database, backups, clock, defects }),
    clock,
    defects,
    now,
  };
  await database.write(async (write) => applyMarks(write, await erasures.read(), config));
  const demo = config.demo ? await ensureDemo(context) : [];
  await afterDoubt(context);
  for (const { id } of await communeIds(database.read)) {
    await context.store.transact(id, async (tx) => {
      await mendStrays(tx, now());
      await setCallsApart(tx, now());
    });
  }
  clock.onSound(() =>
    afterDoubt(context).catch((error) => {
      defects.report("job", "after-doubt", error);
      throw error;
    }),
  );

  const signIn = createSignInService(context);
  const app = await createApp(context, signIn);
  const drain = finishAnswers(app, stopMs);
  await listen(app, config);
  const url = urlOf(config, app.server.address() as AddressInfo);
  const stopPush = context.push.start();
  const stopNightly = context.backups.startNightly(
    () => runNightly(context),
    () => alone(context, "erase-ended", eraseEnded),
  );
  const empty = (await communeIds(database.read)).length === 0;
  const setup = empty
    ? [`Thiết lập lần đầu / First set-up: ${url}/thiet-lap#${await signIn.newSetupToken(null)}`]
    : [];
  log.write("info", "listening", { port: (app.server.address() as AddressInfo).port });

  return {
    url,
    notices: [`Sổ Trực: ${url}`, ...setup, ...demo],
    report: (what, error) => defects.report("process", what, error),
    async close() {
      stopNightly();
      stopPush();
      // Another process goes on serving: requests already on their way here are still answered.
      if (config.databaseUrl) await drain.quiet(300, 3000);
      await app.close();
      await database.close();
      unlock();
      machine.stop();
      log.write("info", "closed");
      log.close();
    },
  };
}

const nightly = {
  "after-doubt": afterDoubt,
  "note-durable": noteDurable,
  "forget-old": forgetOld,
  "tell-late": tellLate,
  "adopt-reappeared": adoptReappeared,
  "sweep-attachments": sweepAttachments,
  "drop-asides": dropOldAsides,
};

async function runNightly(context: ServerContext): Promise<void> {
  for (const [job, work] of Object.entries(nightly)) await alone(context, job, work);
}

/** What fails is told of, and keeps nothing of what comes after it from being done. */
async function alone(
  context: ServerContext,
  job: string,
  work: (context: ServerContext) => Promise<unknown>,
): Promise<void> {
  try {
    await work(context);
  } catch (error) {
    context.defects.report("job", job, error);
  }
}

async function listen(app: Awaited<ReturnType<typeof createApp>>, config: Config): Promise<void> {
  try {
    await app.listen({ port: config.port, host: config.host });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== "EADDRINUSE" && code !== "EACCES" && code !== "EADDRNOTAVAIL") throw error;
    throw new ConfigError(
      `Không mở được cổng / Cannot listen on ${config.host}:${config.port} (${code}). PORT=… HOST=…`,
    );
  }
}

function urlOf(config: Config, address: AddressInfo): string {
  if (config.baseUrl) return config.baseUrl;
  const host = config.host === "0.0.0.0" || config.host === "::" ? "localhost" : config.host;
  return `${config.tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
}
