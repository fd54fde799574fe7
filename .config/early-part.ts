// The page speaks before the app is here: its own few words, a small style, and one small script that brings the rest and
// counts its bytes. So the page names neither the app's script nor its style itself; the script is told both.

import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Plugin, type Rolldown } from "vite";

/** The letters of *Hôm nay*, fetched beside the script: its first picture is then laid out once, not twice. */
const firstFonts = /^assets\/(be-vietnam-pro-(400|600|700)|so-(400|600))-[^/]+\.woff2$/;

export function earlyPart(entry: string): Plugin {
  return {
    name: "early-part",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        const page = bundle["index.html"];
        if (page?.type !== "asset") throw new Error("There is no page");
        const { code, css } = await built(entry);
        const emit = (end: string, source: string) => {
          const hash = createHash("sha256").update(source).digest("base64url").replace(/[-_]/g, "");
          const fileName = `assets/early-${hash.slice(0, 8)}.${end}`;
          this.emitFile({ type: "asset", fileName, source });
          return `/${fileName}`;
        };
        const [script, style] = [emit("js", code), emit("css", css)];
        let html = String(page.source);
        const taken = (tag: RegExp) => {
          const found = tag.exec(html);
          if (!found?.[1]) throw new Error(`The page has no ${tag}`);
          html = html.replace(found[0], "");
          return found[1];
        };
        const start = taken(/<script defer src="([^"]+)"><\/script>\s*/);
        const app = bundle[start.slice(1)];
        const source = app?.type === "asset" ? Buffer.from(app.source) : Buffer.alloc(0);
        const told = {
          start,
          style: taken(/<link rel="stylesheet"[^>]* href="([^"]+)">\s*/),
          fonts: Object.keys(bundle)
            .filter((file) => firstFonts.test(file))
            .map((file) => `/${file}`)
            .join(" "),
          size: source.length,
          packed: gzipSync(source, { level: 6 }).length,
        };
        const data = Object.entries(told).map(([name, value]) => ` data-${name}="${value}"`);
        // Below the words: they are shown before their own style is here.
        page.source = html.replace(
          "</body>",
          `<link rel="stylesheet" href="${style}"><script src="${script}"${data.join("")}></script></body>`,
        );
      },
    },
  };
}

async function built(entry: string): Promise<{ code: string; css: string }> {
  const result = (await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: { input: resolve(entry), output: { format: "es" } },
    },
  })) as Rolldown.RolldownOutput;
  const code = result.output.find((one) => one.type === "chunk")?.code ?? "";
  const css = result.output.find((one) => one.type === "asset" && one.fileName.endsWith(".css"));
  if (code === "" || css?.type !== "asset") throw new Error(`${entry} gave no script or no style`);
  // A classic script: a module would wait until the whole page was read.
  return { code: `"use strict";{${code}}\n`, css: String(css.source) };
}
