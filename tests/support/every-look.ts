import { describe, expect, it } from "vitest";
import { desktop, phone } from "./browser.ts";
import { commune, openBook } from "./scene.ts";
import { axeBreaches, keepSettings, type Settings, settled, sideways } from "./screen-checks.ts";

const looks: [string, typeof phone, Settings][] = [
  ["on a phone", phone, { theme: "light", textSize: "100" }],
  ["in the dark with letters twice as large", phone, { theme: "dark", textSize: "200" }],
  ["on a desk", desktop, { theme: "light", textSize: "100" }],
];

/** Every one of these addresses, as the administrator sees it in each look: axe finds nothing, and nothing sticks out. */
export function everyLook(of: string, routes: readonly string[]): void {
  describe(`every screen of ${of}`, () => {
    for (const [name, device, look] of looks) {
      it(`is accessible and nothing sticks out, ${name}`, async () => {
        const { context, page, listener } = await openBook("quantri1", device);
        try {
          await keepSettings(page, look);
          const wrong: string[] = [];
          for (const path of routes) {
            await page.goto(`${commune.url}${path}`);
            await settled(page);
            for (const one of await sideways(page)) wrong.push(`${path}: sticks out: ${one}`);
            for (const breach of await axeBreaches(page)) wrong.push(`${path}: ${breach}`);
          }
          expect(wrong).toEqual([]);
          expect(listener.heard).toEqual([]);
        } finally {
          await context.close();
        }
      });
    }
  });
}
