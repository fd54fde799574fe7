import axe from "axe-core";
import type { BrowserContext, Page } from "playwright-core";

/** Hears what no screen may do: errors, broken policies, calls to anybody else. */
export class Listener {
  readonly heard: string[] = [];

  constructor(context: BrowserContext, origin: string) {
    context.on("page", (page) => this.#follow(page));
    for (const page of context.pages()) this.#follow(page);
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (/^https?:$/.test(url.protocol) && url.origin !== origin)
        this.heard.push(`request to ${url.origin}`);
    });
  }

  #follow(page: Page): void {
    page.on("console", (message) => {
      // Said of letters that wait for a first drawing which this machine is too busy for.
      if (message.text().includes("was preloaded using link preload but not used within a few seconds"))
        return;
      if (message.type() === "error" || message.type() === "warning")
        this.heard.push(`${new URL(page.url()).pathname}: console ${message.type()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.heard.push(`${new URL(page.url()).pathname}: ${error.message}`));
  }
}

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Each breach of WCAG 2.2 AA, and of what axe holds to be good practice, on the screen as it stands, in words. */
export async function axeBreaches(page: Page): Promise<string[]> {
  // By way of the debugger: the page's own policy lets no foreign script in.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const before = page.viewportSize();
  // As high as its content: what a bar covers until one scrolls is not covered.
  // A screen that is made to be higher than its window would grow for ever: twice is enough for what loads late.
  let height = before?.height ?? 0;
  for (let times = 0; before && times < 2; times++) {
    const wanted = await page.evaluate(() => document.documentElement.scrollHeight);
    if (wanted <= height) break;
    height = wanted;
    await page.setViewportSize({ ...before, height });
    await settled(page);
  }
  const violations = await page.evaluate(async (run) => {
    const { axe: here } = window as unknown as {
      axe: { run(root: Document, options: unknown): Promise<{ violations: AxeViolation[] }> };
    };
    return (await here.run(document, { runOnly: run, resultTypes: ["violations"], preload: false }))
      .violations;
  }, tags);
  if (before) await page.setViewportSize(before);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ""}`),
  );
}

/**
 * What a screen is made of, whatever it says and however long its lists: two screens of one make are one screen to axe.
 */
export function makeOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const told = ["class", "role", "type", "data-tone", "data-state", "aria-current", "aria-pressed", "open"];
    const make = (element: Element): string => {
      const own = told.map((name) => element.getAttribute(name) ?? "").join(",");
      const parts = element.tagName === "svg" ? [] : new Set([...element.children].map(make));
      return `${element.tagName}(${own})[${[...parts].join("")}]`;
    };
    return make(document.body);
  });
}

/** What sticks out to the right of the screen; what scrolls by itself may. */
export function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
      .slice(0, 5)
      .map((element) => element.outerHTML.slice(0, 120));
  });
}

/** States of sending that take more than one line of their row. */
export function wrappedStates(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const line = 1.6 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    return [...document.querySelectorAll<HTMLElement>(".row-state .sync > span")]
      .filter((words) => words.getBoundingClientRect().height > line)
      .map((words) => words.textContent);
  });
}

/** The page stands: its heading is there, and nothing has changed in it for a moment. */
export async function settled(page: Page): Promise<void> {
  const heading = page.locator("main h1").first();
  do {
    await heading.waitFor();
    await page.evaluate(quiet);
    // A part of the app that came late has taken the place of what stood there.
  } while (!(await heading.isVisible()));
}

async function quiet(): Promise<void> {
  await document.fonts.ready;
  await new Promise<void>((done) => {
    const quietMs = 150;
    let timer = setTimeout(finish, quietMs);
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(finish, quietMs);
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    function finish() {
      observer.disconnect();
      done();
    }
  });
}

export type Settings = { readonly theme: "light" | "dark" | "device"; readonly textSize: "100" | "200" };

/** As the settings page keeps them. */
export async function keepSettings(page: Page, settings: Settings): Promise<void> {
  await page.evaluate(
    (given) =>
      new Promise<void>((done, failed) => {
        const opening = indexedDB.open("so-truc-profiles");
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const tx = opening.result.transaction("kept", "readwrite");
          tx.objectStore("kept").put({ key: "settings", value: { ...given, language: "vi" } });
          tx.oncomplete = () => {
            opening.result.close();
            done();
          };
        };
      }),
    settings,
  );
}

/** Keys alone: Tab until the control of this name has the focus. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const seen: string[] = [];
  for (let step = 0; step < 80; step++) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      const at = document.activeElement as HTMLElement | null;
      const label = (at as HTMLInputElement | null)?.labels?.[0]?.innerText;
      return (at?.getAttribute("aria-label") ?? label ?? at?.innerText ?? "").trim();
    });
    if (typeof name === "string" ? here === name : name.test(here)) return;
    seen.push(here);
  }
  throw new Error(`No control is called ${name}; Tab went by ${seen.join(" | ")}`);
}
