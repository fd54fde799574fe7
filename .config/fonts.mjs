// Cuts the application's fonts down to the characters that Vietnamese text needs; the results are committed.
// Be Vietnam Pro has no digits of equal width, so 0–9 come from IBM Plex Sans (see src/app/ui/fonts.css).
// Paper has Tinos, the letters of official documents, in two files a weight as its package has them (src/app/ui/paper.css).
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import subsetFont from "subset-font";
import { root } from "./node.mjs";

const range = (from, to) =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");
const text = [
  range(0x20, 0x7e),
  range(0xa0, 0xff),
  "ĂăĐđĨĩŨũƠơƯư",
  range(0x300, 0x309),
  "\u0323",
  range(0x1ea0, 0x1ef9),
  "‘’“”–—…·›‹•×✓✗₫→←↑↓−≤≥\u2009\u202f\u2011",
].join("");
const weights = { 400: "400Regular", 500: "500Medium", 600: "600SemiBold", 700: "700Bold" };
const packages = resolve(root, "node_modules");
const out = resolve(root, "src/app/ui/fonts");

/** What Vietnamese text needs of the layout tables: kerning, and marks placed on their letters. */
const keepFeatures = ["kern", "mark", "mkmk", "ccmp"];

const cut = async (source, characters, name) => {
  const woff2 = await subsetFont(readFileSync(resolve(packages, source)), characters, {
    targetFormat: "woff2",
    noHinting: true,
    noLayoutClosure: true,
    keepFeatures,
    dropTables: ["DSIG", "STAT", "gasp", "meta"],
  });
  writeFileSync(resolve(out, name), woff2);
  console.log(`${name}: ${woff2.length} bytes`);
};

for (const [weight, folder] of Object.entries(weights)) {
  await cut(
    `@expo-google-fonts/be-vietnam-pro/${folder}/BeVietnamPro_${folder}.ttf`,
    text,
    `be-vietnam-pro-${weight}.woff2`,
  );
  await cut(
    `@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-${weight}-normal.woff2`,
    "0123456789",
    `so-${weight}.woff2`,
  );
}

for (const weight of [400, 700]) {
  for (const [set, name] of [
    ["latin", "tinos"],
    ["vietnamese", "tinos-vi"],
  ])
    await cut(`@fontsource/tinos/files/tinos-${set}-${weight}-normal.woff2`, text, `${name}-${weight}.woff2`);
}
