import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { ExchangeReply } from "#protocol/exchange.ts";
import type { ServerClock } from "../clock/server-clock.ts";
import type { Defects } from "../defects.ts";
import type { Database } from "../store/database.ts";
import { readOverview } from "../store/operations.ts";
import type { Backups } from "./backup.ts";
import { byTimeLimit } from "./time-limit.ts";

/** What the server counts while it works, in the text format of Prometheus; numbers and codes, nobody's name. */
export interface Metrics {
  exchanged(reply: Pick<ExchangeReply, "receipts" | "rows">, seconds: number): void;
  /** How long ago an op that has just come was done, by its device's corrected clock. */
  opArrived(ageSeconds: number): void;
  refused(route: string, code: string): void;
  /** Called when somebody looks; `running` and `waiting` are exchanges. */
  watchExchanges(now: () => { running: number; owed: number }): void;
  text(): Promise<{ type: string; body: string }>;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
/** The gauges walk every device; whoever looks more often sees the same answer. */
const freshMs = 15_000;

export function createMetrics(of: {
  database: Database;
  backups: Backups;
  clock: ServerClock;
  defects: Defects;
}): Metrics {
  const { database, backups, clock, defects } = of;
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register, prefix: "sotruc_" });

  const exchanges = new Counter({ name: "sotruc_exchanges_total", help: "Exchanges answered", registers });
  const seconds = new Histogram({
    name: "sotruc_exchange_seconds",
    help: "Time to answer an exchange",
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const receipts = new Counter({
    name: "sotruc_receipts_total",
    help: "Ops answered, by outcome; an op that comes again is answered again",
    labelNames: ["outcome", "code"] as const,
    registers,
  });
  const rows = new Counter({ name: "sotruc_rows_sent_total", help: "Rows sent to devices", registers });
  const refusals = new Counter({
    name: "sotruc_refusals_total",
    help: "Requests refused, by route and reason",
    labelNames: ["route", "code"] as const,
    registers,
  });
  const opAge = new Histogram({
    name: "sotruc_op_age_seconds",
    help: "Time that an op had waited in an outbox when it came",
    buckets: [10, minute, 5 * minute, 15 * minute, hour, 4 * hour, day, 3 * day, 7 * day, 30 * day],
    registers,
  });
  const faults = new Counter({
    name: "sotruc_defects_total",
    help: "What went wrong in the program itself, by place",
    labelNames: ["place"] as const,
    registers,
  });
  defects.onDefect(({ place }) => faults.inc({ place }));
  addGauges();
  addClockGauges();
  return {
    exchanged(reply, took) {
      exchanges.inc();
      seconds.observe(took);
      rows.inc(reply.rows.length);
      for (const { n, to, r, code } of reply.receipts) {
        receipts.inc({ outcome: r, code: code ?? "" }, (to ?? n) - n + 1);
      }
    },
    opArrived: (age) => opAge.observe(Math.max(0, age)),
    refused: (route, code) => refusals.inc({ route, code }),
    watchExchanges(read) {
      const gauge = (name: string, help: string, value: () => number) =>
        new Gauge({
          name,
          help,
          registers,
          collect() {
            this.set(value());
          },
        });
      gauge(
        "sotruc_exchanges_running",
        "Exchanges under way or waiting for the database",
        () => read().running,
      );
      gauge("sotruc_exchanges_owed", "Callers told to come later whose time has not come", () => read().owed);
    },
    async text() {
      return { type: register.contentType, body: await register.metrics() };
    },
  };

  function addGauges(): void {
    const overview = remembered(() => readOverview(database.read, clock.now()));
    const gauge = (name: string, help: string, value: () => Promise<number>) =>
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await value());
        },
      });
    gauge(
      "sotruc_parked_ops",
      "Ops that wait for something on the server",
      async () => (await overview()).parked,
    );
    gauge(
      "sotruc_gap_ops",
      "Numbers below a device's highest that never came",
      async () => (await overview()).gaps,
    );
    gauge("sotruc_devices", "Devices in use", async () => (await overview()).devices);
    gauge(
      "sotruc_silent_devices",
      "Devices in use without contact for three days",
      async () => (await overview()).silent,
    );
    gauge(
      "sotruc_outbox_ops",
      "Ops that devices said they still held",
      async () => (await overview()).outbox,
    );
    gauge(
      "sotruc_outbox_oldest_seconds",
      "Longest time since a device that holds unsent ops was heard",
      async () => (await overview()).oldestOutboxMs / 1000,
    );
    const photos = remembered(() =>
      database.read
        .selectFrom("attachments")
        .select((eb) => [eb.fn.countAll<number>().as("count"), eb.fn.sum<number | null>("bytes").as("bytes")])
        .executeTakeFirstOrThrow(),
    );
    gauge("sotruc_photos", "Photos whose bytes lie here", async () => Number((await photos()).count));
    gauge("sotruc_photo_bytes", "Bytes of those photos", async () => Number((await photos()).bytes ?? 0));
    gauge("sotruc_photos_missing_in_backup", "Photos that the newest backup names and lacks", async () => {
      return (await backups.list()).missingPhotos;
    });
    gauge(
      "sotruc_ended_erased",
      "Records whose names, numbers and notes their time limit erased",
      async () => {
        const { count } = await database.read
          .selectFrom("erasures")
          .select((eb) => eb.fn.countAll<number>().as("count"))
          .where("by_person", "=", byTimeLimit)
          .executeTakeFirstOrThrow();
        return Number(count);
      },
    );
    gauge("sotruc_backup_age_seconds", "Age of the newest verified backup; -1: there is none", async () => {
      const { ageMs } = await backups.list();
      return ageMs === null ? -1 : ageMs / 1000;
    });
  }

  function addClockGauges(): void {
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(value());
        },
      });
    gauge("sotruc_clock_sound", "1 while nothing speaks against the server's time", () =>
      clock.isSound() ? 1 : 0,
    );
    gauge(
      "sotruc_clock_machine_ahead_seconds",
      "The machine's clock ahead of the time that the server keeps to",
      () => clock.state().machineAhead / 1000,
    );
    gauge(
      "sotruc_clock_jumps",
      "Jumps of the machine's clock that the server remembers",
      () => clock.state().jumps.length,
    );
    gauge(
      "sotruc_clock_last_jump_seconds",
      "How far the machine's clock last jumped",
      () => (clock.state().jumps[0]?.by ?? 0) / 1000,
    );
  }

  function remembered<T>(read: () => Promise<T>): () => Promise<T> {
    let last: { at: number; value: Promise<T> } | undefined;
    return () => {
      if (!last || clock.steady() - last.at > freshMs) last = { at: clock.steady(), value: read() };
      last.value.catch(() => (last = undefined));
      return last.value;
    };
  }
}
