import { describe, expect, it } from "vitest";
import { desktop } from "../support/browser.ts";
import { communeForAll, openBook } from "../support/scene.ts";
import { keepSettings, type Settings } from "../support/screen-checks.ts";
import { addresses, coarse, walk, widest } from "../support/walk.ts";

communeForAll();

describe("every screen in other looks", () => {
  for (const account of widest) {
    it(`${account}: in the dark with letters twice as large`, async () => {
      const { context, page } = await openBook(account, coarse);
      try {
        const look: Settings = { theme: "dark", textSize: "200" };
        await keepSettings(page, look);
        await page.reload();
        expect(await walk(page, await addresses(page, account), "dark")).toEqual([]);
      } finally {
        await context.close();
      }
    });
  }

  for (const account of ["vhxh1", "quantri1"]) {
    it(`${account}: on a desk`, async () => {
      const { context, page, listener } = await openBook(account, desktop);
      try {
        expect(await walk(page, await addresses(page, account), "desk")).toEqual([]);
        expect(listener.heard).toEqual([]);
      } finally {
        await context.close();
      }
    });
  }
});
