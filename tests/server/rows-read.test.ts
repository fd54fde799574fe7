import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Reading, readingsAt } from "../support/rows-read.ts";

/* Invariant 12: the work of an exchange grows with what changed, not with what is stored. */
const few = 1000;
const many = 50_000;

let folder: string;
const readings = new Map<number, Map<string, Reading>>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "so-truc-rows-"));
  for (const stored of [few, many]) {
    const found = await readingsAt(join(folder, `${stored}.sqlite`), stored);
    readings.set(stored, new Map(found.map((one) => [one.name, one])));
  }
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each(["empty exchange", "one op", "50 changes pulled", "a page of a first sync"])(
  "an exchange reads and writes as much with 50,000 records as with 1,000: %s",
  (name) => {
    const [small, large] = [few, many].map((stored) => readings.get(stored)?.get(name));
    expect(small?.read).toBeGreaterThan(0);
    expect(large).toEqual(small);
    expect(large?.walks).toEqual([]);
  },
);

it("the daily comparison walks the index of the scopes it compares, and nothing else", () => {
  const [small, large] = [few, many].map((stored) => readings.get(stored)?.get("the daily comparison"));
  // Nine in ten lie in the scope; the rest of what it reads is that of every exchange.
  expect((large?.read ?? 0) - (small?.read ?? 0)).toBe(((many - few) * 9) / 10);
  expect([small?.walks, large?.walks]).toEqual([[], []]);
});
