import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { erasureFileIn } from "#server/ops/erasure-file.ts";
import { addPerson, createTestDevice, setUp } from "../support/api-client.ts";
import { dump, type ServerProcess, startServer } from "../support/server-process.ts";

let disk: string;
/** A small disk of its own is the system's to give: where it does not, there is nothing to test with. */
const mounted = await (async () => {
  disk = await mkdtemp(join(tmpdir(), "so-truc-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=12m", "tmpfs", disk], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

describe.runIf(mounted)("a server whose disk is full", () => {
  let server: ServerProcess;
  beforeAll(async () => {
    const dataDir = join(disk, "data");
    await mkdir(dataDir);
    server = await startServer({ dataDir });
  });
  afterAll(async () => {
    await server?.kill9();
    execFileSync("umount", [disk]);
    await rm(disk, { recursive: true, force: true });
  });

  it("says so, takes nothing by halves, goes on reading, and takes everything once there is room", async () => {
    const { client: admin } = await setUp(server.url, server.setupToken);
    const officer = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
    const device = createTestDevice(officer.client, officer.session);
    await device.pull();
    const ballast = join(disk, "ballast");
    await fill(ballast);

    const outbox: unknown[] = [];
    let refused: Awaited<ReturnType<typeof device.exchange>> | undefined;
    for (let i = 0; i < 60 && !refused; i++) {
      const ops = Array.from({ length: 20 }, (_, j) => device.op("support.visit", [visit(`v-${i}-${j}`)]));
      const reply = await device.exchange(ops);
      if (reply.status === 200) continue;
      refused = reply;
      outbox.push(...ops);
    }
    expect(refused, "the disk never filled").toMatchObject({ status: 507, code: "server-full" });
    const held = async () => (await dump(server.dataDir)).filter((line) => line.type === "op").length;
    const before = await held();
    for (let i = 0; i < 3; i++) expect(await device.exchange(outbox)).toMatchObject({ code: "server-full" });
    expect(await held()).toBe(before);
    // Who brings nothing reads on, though it cannot be noted that they were heard.
    const reading = await device.exchange([], { have: { outbox: outbox.length, maxN: 1 } });
    expect(reading).toMatchObject({ status: 200, body: { receipts: [] } });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    const backup = await admin.post("/api/admin/backups");
    expect(backup.status).toBeGreaterThanOrEqual(500);
    const list = (await admin.get("/api/admin/backups")).body;
    expect(list).toMatchObject({ backups: [], failure: expect.any(String) });
    expect(
      (await readdir(join(server.dataDir, "backups")).catch(() => [])).filter((name) =>
        name.endsWith(".sqlite"),
      ),
    ).toEqual([]);

    await rm(ballast);
    const taken = await device.exchange(outbox);
    expect(taken.status, JSON.stringify(taken.body).slice(0, 200)).toBe(200);
    expect(await held()).toBe(before + outbox.length);
    expect((await admin.post("/api/admin/backups")).body).toMatchObject({ failure: null });
    expect(server.output()).not.toContain("v-0-0");
  });

  it("keeps every erasure mark that it answered, and none by halves, where the disk takes a part of one", async () => {
    const folder = join(disk, "marks");
    await mkdir(folder);
    const marks = erasureFileIn(folder);
    const answered: string[] = [];
    const append = async (id: string) => {
      await marks.append({ commune: "x", id, at: 1, by: "p" });
      answered.push(id);
    };
    await append("first");
    const ballast = join(disk, "ballast");
    await fill(ballast);
    let refused: unknown;
    for (let i = 0; i < 500 && !refused; i++) refused = await append(`m-${i}`).catch((error) => error);
    expect(refused).toMatchObject({ code: "ENOSPC" });
    await rm(ballast);
    for (const id of ["after", "and-again"]) await append(id);
    expect((await marks.read()).map(({ id }) => id)).toEqual(answered);
  });
});

/** Until nothing more goes in. */
async function fill(file: string): Promise<void> {
  for (const size of [4_000_000, 1_000_000, 100_000, 4096]) {
    for (let i = 0; ; i++) {
      try {
        await writeFile(file, Buffer.alloc(size, 1), { flag: "a" });
      } catch {
        break;
      }
      if (i > 100) throw new Error("The disk has no end");
    }
  }
}

function visit(id: string) {
  const f = { day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1 };
  return { c: "create", k: "supportVisit", id, sc: "visits:counter", f };
}
