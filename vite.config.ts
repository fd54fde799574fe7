import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { classicEntry, preloadFonts } from "./.config/first-screen.ts";

const icon = (name: string, size: number, purpose: "any" | "maskable") => ({
  src: `/icons/${name}.png`,
  sizes: `${size}x${size}`,
  type: "image/png",
  purpose,
});
const shortcut = (name: string, url: string) => ({
  name,
  url,
  icons: [{ src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" }],
});

/**
 * The loading plan, visible in the file names: `assets/` is the first screen, `assets/lazy/` what a route loads
 * when it is opened. `assets/later/` (sealed files), `assets/admin/` and `assets/print/` are later sets: the worker
 * fetches them when the app is already ready offline.
 */
const chunkFolder = (chunk: {
  isDynamicEntry: boolean;
  facadeModuleId: string | null;
  moduleIds: readonly string[];
}) => {
  const every = (part: RegExp) => chunk.moduleIds.length > 0 && chunk.moduleIds.every((id) => part.test(id));
  // Few read English, and only administrators the words and the spreadsheets of the administration.
  if (every(/\/locales\/en\//)) return "assets/later";
  if (every(/\/locales\/vi\/(admin|org|templates|import|operations)\.json$/)) return "assets/admin";
  if (every(/\/node_modules\/(read-excel-file|fflate|unzipper-esm|saxen)\//)) return "assets/admin";
  const own = chunk.moduleIds.filter((id) => id.includes("/src/"));
  const all = (part: RegExp) => own.length > 0 && own.every((id) => part.test(id));
  const admin = /\/features\/admin[^/]*\//;
  // A page of the administration takes along what it alone needs of other layers.
  // The board with its charts: most days nobody looks at them.
  if (/\/features\/board\//.test(chunk.facadeModuleId ?? "")) return "assets/later";
  if (all(admin) || admin.test(chunk.facadeModuleId ?? "")) return "assets/admin";
  if (all(/\/(features\/)?print[^/]*\/|print[^/]*\.tsx?$/)) return "assets/print";
  if (chunk.moduleIds.some((id) => id.endsWith("/src/client/capsule.ts"))) return "assets/later";
  return chunk.isDynamicEntry ? "assets/lazy" : "assets";
};

interface Modules {
  getModuleInfo(id: string): { readonly isEntry: boolean; readonly importers: readonly string[] } | null;
}

/** Whether the page waits for this module: the entry or what it imports, however far down, but for `import()`. */
const firstScreen = new Map<string, boolean>();
const isOfFirstScreen = (id: string, modules: Modules): boolean => {
  const known = firstScreen.get(id);
  if (known !== undefined) return known;
  firstScreen.set(id, false);
  const info = modules.getModuleInfo(id);
  const found = info !== null && (info.isEntry || info.importers.some((by) => isOfFirstScreen(by, modules)));
  firstScreen.set(id, found);
  return found;
};

export default defineConfig({
  // Written for today's browsers: smaller than the package's default.
  resolve: { alias: [{ find: /^dexie$/, replacement: "dexie/dist/modern/dexie.mjs" }] },
  plugins: [
    react(),
    classicEntry(),
    preloadFonts(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src/sw",
      filename: "service-worker.ts",
      registerType: "prompt",
      injectRegister: false,
      includeManifestIcons: false,
      injectManifest: {
        globPatterns: ["**/*.{html,js,css,woff2,svg}"],
        globIgnores: ["**/*.woff", "**/service-worker.js", "icons/maskable.svg"],
        maximumFileSizeToCacheInBytes: 1_000_000,
      },
      manifest: {
        id: "/",
        name: "Sổ Trực",
        short_name: "Sổ Trực",
        description: "Sổ trực số của xã, ghi được cả khi mất mạng",
        lang: "vi",
        dir: "ltr",
        start_url: "/",
        scope: "/",
        display: "standalone",
        theme_color: "#163F8F",
        background_color: "#ffffff",
        icons: [
          icon("icon-192", 192, "any"),
          icon("icon-512", 512, "any"),
          icon("maskable-512", 512, "maskable"),
        ],
        share_target: { action: "/su-co/dan-tin", method: "GET", params: { title: "title", text: "text" } },
        shortcuts: [
          shortcut("Kiểm tra đầu giờ", "/kiem-tra/hom-nay"),
          shortcut("Báo sự cố", "/su-co/moi"),
          shortcut("Ghi hỗ trợ", "/ho-tro/moi"),
        ],
      },
    }),
  ],
  build: {
    target: "es2022",
    sourcemap: false,
    manifest: true,
    assetsInlineLimit: 512,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // `tests/budget` holds the sizes.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      output: {
        // One file: the service worker hands out one far sooner than twenty.
        codeSplitting: {
          groups: [{ name: (id, modules) => (isOfFirstScreen(id, modules) ? "first-screen" : null) }],
        },
        entryFileNames: "assets/[name]-[hash].js",
        chunkFileNames: (chunk) => `${chunkFolder(chunk)}/[name]-[hash].js`,
        assetFileNames: ({ names }) =>
          `assets/${names.some((name) => name.startsWith("tinos")) ? "print/" : ""}[name]-[hash][extname]`,
      },
    },
  },
  worker: {
    format: "es",
    rolldownOptions: { output: { entryFileNames: "assets/lazy/[name]-[hash].js" } },
  },
  server: { port: 5173, strictPort: true, proxy: { "/api": "http://localhost:8080" } },
});
