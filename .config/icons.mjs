// Draws the PNG icons from the SVGs with the system's Chromium; the results are committed, since a build has no browser.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { chromium } from "playwright-core";
import { findChromium } from "./chromium.mjs";
import { root } from "./node.mjs";

const icons = [
  ["icon.svg", "icon-192.png", 192],
  ["icon.svg", "icon-512.png", 512],
  ["maskable.svg", "maskable-512.png", 512],
  ["maskable.svg", "apple-touch-icon.png", 180],
];
const folder = resolve(root, "public/icons");
const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
const page = await browser.newPage();
for (const [from, to, size] of icons) {
  const svg = readFileSync(resolve(folder, from), "utf8");
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
  await page.screenshot({ path: resolve(folder, to), omitBackground: true });
  console.log(to);
}
await browser.close();
