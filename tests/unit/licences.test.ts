import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, root), "utf8"));

const allowed = new Set(
  "MIT ISC Apache-2.0 BSD-2-Clause BSD-3-Clause 0BSD BlueOak-1.0.0 MPL-2.0 OFL-1.1 CC0-1.0 CC-BY-4.0 Python-2.0 Unlicense Zlib".split(
    " ",
  ),
);

/** True when every part joined by AND, or at least one joined by OR, is on the list. */
const isAllowed = (licence: string): boolean => {
  const plain = licence.replace(/[()]/g, "").trim();
  if (plain.includes(" OR ")) return plain.split(" OR ").some(isAllowed);
  return plain.split(" AND ").every((part) => allowed.has(part.trim()));
};

interface Locked {
  version?: string;
  license?: string;
  link?: boolean;
}
const locked = Object.entries(json("package-lock.json").packages as Record<string, Locked>).filter(
  ([path]) => path !== "",
);

describe("licences", () => {
  it("are all on the list, for every package of the lock", () => {
    const refused = locked.filter(([, { license }]) => !license || !isAllowed(license));
    expect(refused.map(([path, { license }]) => `${path}: ${license ?? "none"}`)).toEqual([]);
    expect(locked.length).toBeGreaterThan(100);
  });

  it("are in the installed packages what the lock says", () => {
    const present = locked.filter(([path]) => existsSync(new URL(`${path}/package.json`, root)));
    const different = present.filter(
      ([path, { version }]) => json(`${path}/package.json`).version !== version,
    );
    const refused = present.filter(([path]) => {
      const { license } = json(`${path}/package.json`);
      return typeof license === "string" && !isAllowed(license);
    });
    expect(different.map(([path]) => path)).toEqual([]);
    expect(refused.map(([path]) => path)).toEqual([]);
    expect(present.length).toBeGreaterThan(100);
  });
});

describe("pins", () => {
  it("are exact versions, and the lock names no registry", () => {
    const { dependencies, devDependencies, optionalDependencies } = json("package.json");
    const pins: [string, string][] = Object.entries({
      ...dependencies,
      ...devDependencies,
      ...optionalDependencies,
    });
    expect(pins.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(pins.length).toBeGreaterThan(20);
    expect(readFileSync(new URL("package-lock.json", root), "utf8")).not.toContain('"resolved"');
  });
});
