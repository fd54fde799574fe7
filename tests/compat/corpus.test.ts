import "fake-indexeddb/auto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setCallsApart } from "#authority/set-calls-apart.ts";
import { openDeviceStore } from "#client/dexie-device-store.ts";
import { protocolVersion } from "#protocol/exchange.ts";
import { createSqlCommuneStore } from "#server/store/sql-commune-store.ts";
import { rekey } from "#sync/rekey.ts";
import { commune, device, openCopy, portsOf, readDisk, rest } from "./corpus.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "so-truc-compat-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const versions = Array.from({ length: protocolVersion }, (_, i) => `v${i + 1}`);

describe.each(versions)("the databases that %s left", (version) => {
  it("serve today's app and server: all that waited arrives, nothing that was there is lost", async () => {
    const kept = await readDisk(version);
    const now = () => kept.now + 3 * 86_400_000;
    const store = openDeviceStore(`${device}-${version}`);
    const database = await openCopy(version, folder, now());
    try {
      await store.transact("strict", async (tx) => {
        await tx.putRows(kept.rows as never);
        for (const row of kept.shadows) await tx.putShadow(row as never);
        await tx.putOutbox(kept.outbox as never);
        await tx.putSent(kept.sent as never);
        for (const op of kept.dead) await tx.putDead(op as never);
        for (const draft of kept.drafts) await tx.putDraft(draft as never);
        await tx.putMeta(kept.meta);
      });
      const waiting = (kept.outbox as { n: number; receipt?: unknown }[]).filter((one) => !one.receipt);
      expect(waiting.length).toBeGreaterThan(3);
      await createSqlCommuneStore(database).transact(commune, (tx) => setCallsApart(tx, now()));
      await rekey({ store });
      await rest(portsOf(store, database, now));

      const after = await store.read(async (tx) => ({
        outbox: await tx.outbox(),
        sent: (await tx.allSent()).map(({ n, receipt }) => [n, receipt.r]),
        dead: (await tx.dead()).map(({ n }) => n),
        drafts: (await tx.drafts()).map(({ key }) => key),
        visits: (await tx.rowsByKeys("supportVisit/2026-03-01", "supportVisit/2026-03-31")).map(
          ({ id }) => id,
        ),
        task: await tx.row("k1"),
        conflicts: await tx.rowsByKey("conflict-of/k1"),
      }));
      expect(after.outbox).toEqual([]);
      expect(after.sent.map(([n]) => n)).toEqual(expect.arrayContaining(waiting.map(({ n }) => n)));
      expect(after.dead).toEqual((kept.dead as { n: number }[]).map(({ n }) => n));
      expect(after.drafts).toEqual(["/su-co/moi"]);
      expect(after.visits.sort()).toEqual(["v-a", "v-b"]);
      expect(after.conflicts).toHaveLength(1);

      const truth = await createSqlCommuneStore(database).transact(commune, (tx) =>
        tx.rows(["v-a", "v-b", "inc-a", "inc-b", "e-a", "e-b", "u-a", "u-b", "k1"]),
      );
      expect(truth).toHaveLength(9);
      expect(truth.filter(({ kind }) => kind === "supportVisit").map(({ personal }) => personal)).toEqual([
        undefined,
        undefined,
      ]);
      const apart = await createSqlCommuneStore(database).transact(commune, (tx) =>
        tx.rows(["call/v-a", "call/v-b"]),
      );
      for (const call of apart)
        expect(call).toMatchObject({ kind: "callBack", personal: { note: "gọi lại" } });
      expect(apart).toHaveLength(2);
      expect(after.task?.body).toEqual(truth.find(({ id }) => id === "k1")?.body);
    } finally {
      store.close();
      await database.close();
    }
  });
});
