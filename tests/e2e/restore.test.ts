import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiClient, createApiClient, createTestDevice } from "../support/api-client.ts";
import { allReceived, answer, itemNames } from "../support/app-driver.ts";
import { password } from "../support/commune.ts";
import { allSent } from "../support/device-books.ts";
import { holds } from "../support/held-in-browser.ts";
import { commune, communeForEach, openBook, witness } from "../support/scene.ts";
import { newDataDir, removeDataDir, runScript } from "../support/server-process.ts";

const count = 10;
const note = "Bà Ngọ ở cuối xóm, gọi lại số 0900000001";

let elsewhere: string;

communeForEach();
beforeEach(async () => {
  elsewhere = await newDataDir();
});
afterEach(() => removeDataDir(elsewhere));

describe("a server restored from yesterday's backup", () => {
  it("while ten phones hold today's work: all of it comes back, and what was erased stays erased", {
    timeout: 900_000,
  }, async () => {
    const pages = await tenPhones();
    const { erase } = await visitWithNote();
    for (const page of pages) await expect.poll(() => holds(page, note)).toBe(true);

    const backup = join(elsewhere, "yesterday.sqlite");
    const made = await runScript("src/server/ops/backup-cli.ts", [backup], { DATA_DIR: commune.dataDir });
    expect(made.code, made.stderr).toBe(0);

    // Today: an answer of every phone that the server has received, and one that it has not.
    const items = await itemNames(pages[0] as Page);
    expect(items.length).toBeGreaterThanOrEqual(2 * count);
    for (const [i, page] of pages.entries()) await answer(page, items[i] as string, "Tốt");
    for (const page of pages) await allSent(page);
    await erase();
    for (const page of pages) await expect.poll(() => holds(page, note)).toBe(false);
    const received = (await commune.dump()).ops.length;
    await commune.kill();
    for (const [i, page] of pages.entries()) await answer(page, items[count + i] as string, "Tốt");
    for (const page of pages) await witness.look(page);
    expect(witness.count).toBeGreaterThanOrEqual(2 * count);

    const restored = await runScript("src/server/ops/restore-cli.ts", [backup], {
      DATA_DIR: commune.dataDir,
    });
    expect(restored.code, restored.stderr).toBe(0);
    expect(JSON.parse(restored.stdout)).toMatchObject({ communes: 1, erasuresApplied: 1 });
    expect((await commune.dump()).ops.length).toBeLessThanOrEqual(received - count);
    await commune.restart();

    for (const page of pages) await page.evaluate(() => window.dispatchEvent(new Event("online")));
    for (const page of pages) {
      await allSent(page);
      await allReceived(page, 120_000);
    }
    await witness.balance(commune, pages);
    const { records } = await commune.dump();
    const answers = records.flatMap(({ body }) => Object.values((body.answers as object | undefined) ?? {}));
    expect(answers.length).toBeGreaterThanOrEqual(2 * count);
    expect(JSON.stringify(records)).not.toContain(note);
    for (const page of pages) expect(await holds(page, note)).toBe(false);
  });
});

/** Signed in, with the whole book, at the page of today's check. */
async function tenPhones(): Promise<Page[]> {
  const pages: Page[] = [];
  for (let i = 0; i < count; i++) {
    const { page } = await openBook(i % 2 === 0 ? "motcua1" : "motcua2");
    await page.goto(`${commune.url}/kiem-tra/hom-nay`);
    await itemNames(page);
    pages.push(page);
  }
  return pages;
}

/** A visit with a note about a person, in yesterday's backup; `erase` is the administrator's deed of today. */
async function visitWithNote(): Promise<{ erase: () => Promise<void> }> {
  const officer = createApiClient(commune.url);
  const device = createTestDevice(officer, await officer.signIn("motcua1", password));
  await device.pull();
  const f = { day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1 };
  const change = { c: "create", k: "supportVisit", id: "v-erased", sc: "visits:counter", f, p: { note } };
  const reply = await device.exchange([device.op("support.visit", [change])]);
  expect(reply.body.receipts).toEqual([expect.objectContaining({ r: "applied" })]);
  const admin: ApiClient = createApiClient(commune.url);
  await admin.signIn("quantri1", password);
  return {
    async erase() {
      expect(await admin.post("/api/admin/erase", { record: "v-erased" })).toMatchObject({ status: 200 });
    },
  };
}
