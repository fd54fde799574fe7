import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { phone } from "../support/browser.ts";
import { commune, communeForAll, openBook } from "../support/scene.ts";
import { keepSettings, settled } from "../support/screen-checks.ts";

/** What lies at the edges of a phone of 360×740 hides nothing: the strip over a sample, the line at the top, the docks. */
communeForAll();

const paths = ["/", "/kiem-tra/hom-nay", "/su-co", "/su-co/moi", "/ho-tro/moi", "/them"];

interface Edges {
  /** What the strip lies over at the top of the page. */
  readonly under: readonly string[];
  /** How much of the window is left between what stands still, 0 to 1. */
  readonly room: number;
  /** How far the last thing of the page reaches below what stands at the foot, at its end. */
  readonly hidden: number;
}

async function edgesOf(page: Page): Promise<Edges> {
  const at = (y: number) => page.evaluate((top) => window.scrollTo(0, top), y);
  await at(0);
  const top = await page.evaluate(() => {
    const strip = document.querySelector(".frame-main .sample-strip")?.getBoundingClientRect();
    if (!strip) return { under: ["there is no strip"], room: 0 };
    const shown = [...document.querySelectorAll(".frame-main :is(h1, h2, a, button, input, label, p)")];
    const under = shown
      .filter((one) => !one.classList.contains("sample-strip") && one.getClientRects().length > 0)
      .filter((one) => {
        const box = one.getBoundingClientRect();
        return box.height > 1 && box.top < strip.bottom - 1 && box.bottom > strip.top + 1;
      });
    const height = (selector: string) => {
      const box = document.querySelector(selector);
      const stands = box && ["sticky", "fixed"].includes(getComputedStyle(box).position);
      return stands ? box.getBoundingClientRect().height : 0;
    };
    const foot = height(".frame-foot") || height(".nav");
    const room = 1 - (height(".frame-status") + foot) / window.innerHeight;
    return { under: under.map((one) => one.outerHTML.slice(0, 80)), room };
  });
  await at(1e6);
  await settled(page);
  const hidden = await page.evaluate(() => {
    // With large letters the quick deeds scroll with the page, and only the bar stands.
    const whole = document.querySelector(".frame-foot");
    const foot =
      whole && getComputedStyle(whole).display === "contents" ? document.querySelector(".nav") : whole;
    // A part that came late may have made the page longer meanwhile.
    window.scrollTo(0, 1e6);
    const last = document.querySelector(".frame-main")?.getBoundingClientRect().bottom ?? 0;
    const edge = foot ? foot.getBoundingClientRect().top : innerHeight;
    return last - edge;
  });
  return { ...top, hidden };
}

for (const textSize of ["100", "200"] as const)
  it(`leave the page half of the window and cover none of it, with letters of ${textSize} %`, async () => {
    const { page } = await openBook("motcua1", phone);
    await keepSettings(page, { theme: "light", textSize });
    for (const path of paths) {
      await page.goto(commune.url + path);
      await settled(page);
      const { under, room, hidden } = await edgesOf(page);
      expect({ path, under }).toEqual({ path, under: [] });
      expect({ path, hasRoom: room >= 0.5, room }).toMatchObject({ path, hasRoom: true });
      expect({ path, hidden: Math.max(0, Math.round(hidden)) }).toEqual({ path, hidden: 0 });
    }
  });
