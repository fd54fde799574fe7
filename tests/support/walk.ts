import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { addDays, dayOf } from "#kernel/calendar.ts";
import { monthOf } from "#kernel/month.ts";
import { phone } from "./browser.ts";
import { rowsOfKind } from "./device-books.ts";
import { axeBreaches, makeOf, settled, sideways, wrappedStates } from "./screen-checks.ts";

/** Every address of the app but those of single records, which `records` finds. */
const declared = ["routes.tsx", "book-routes.tsx"]
  .map((file) => readFileSync(resolve(import.meta.dirname, "../../src/app", file), "utf8"))
  .flatMap((text) => [...text.matchAll(/ path="([^"]+)"/g)].map(([, path]) => `/${path}`));
const plain = ["/", ...declared.filter((path) => !/[:*]/.test(path)), "/cho-gui?xem=chi-tiet"];
const records: Record<string, [path: string, ...forms: string[]]> = {
  checkRun: ["/kiem-tra/phieu/"],
  incident: ["/su-co/", "?sua=1", "/mat-dich-vu"],
  supportVisit: ["/ho-tro/", "?sua=1"],
  task: ["/nhiem-vu/", "?cap-nhat=1"],
};

/** What has a name of its own in the sample. */
const named = [
  `/kiem-tra/thang/${monthOf(addDays(`${monthOf(dayOf(Date.now()))}-01`, -1))}`,
  "/quan-tri/mau/template-morning",
  "/quan-tri/mau/moi?tu=chuan",
  "/thiet-bi/XM-014",
  "/thiet-bi/nhan?chon=equipment-printer-1",
  "/kich-ban/scenario-malware",
  "/kich-ban/scenario-flood?sua=1",
];

/** One account of each role. */
export const accounts = [
  "motcua1",
  "tocns1",
  "ungcuu1",
  "congan1",
  "vhxh1",
  "kinhte1",
  "chutich1",
  "quantri1",
  "tinh1",
];
/** Fewer points to paint: sizes are the same. */
export const coarse = { ...phone, deviceScaleFactor: 1 };
/** Between them they have every screen with everything on it. */
export const widest = ["motcua1", "vhxh1", "quantri1"];

/** The same for everybody: the doors, and what tells all but administrators that it is not theirs. */
const alike = /^\/(dang-nhap|ma|thiet-lap|nguoi-dung|quan-tri\/.*)$/;

export async function addresses(page: Page, account: string): Promise<string[]> {
  const found = [...plain, ...named].filter((path) => widest.includes(account) || !alike.test(path));
  for (const [kind, [path, ...forms]] of Object.entries(records)) {
    const [first] = await rowsOfKind(page, kind);
    if (first) for (const form of ["", ...forms]) found.push(path + first + form);
  }
  return found;
}

/** The screens that axe has looked at, by their make: most are the same for several roles. */
const looked = { light: new Set<string>(), dark: new Set<string>(), desk: new Set<string>() };

/** Visits every address and writes down what is wrong there. */
export async function walk(
  page: Page,
  paths: readonly string[],
  look: keyof typeof looked,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const path of paths) {
    await goTo(page, path);
    await settled(page);
    const say = (what: string) => wrong.push(`${path}: ${what}`);
    for (const one of await sideways(page)) say(`sticks out: ${one}`);
    if (look === "light") for (const one of await wrappedStates(page)) say(`takes two lines: ${one}`);
    for (const one of await newBreaches(page, look)) say(one);
  }
  return wrong;
}

export async function newBreaches(page: Page, look: keyof typeof looked): Promise<string[]> {
  const make = await makeOf(page);
  if (looked[look].has(make)) return [];
  looked[look].add(make);
  return axeBreaches(page);
}

/** Within the open app, as a link does. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, "", to);
    window.dispatchEvent(new PopStateEvent("popstate"));
  }, path);
}
