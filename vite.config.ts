import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { earlyPart } from "./.config/early-part.ts";
import { fileList } from "./.config/file-list.ts";
import { classicEntry } from "./.config/first-screen.ts";
import { loadingPlan } from "./.config/loading-plan.ts";

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

const plan = loadingPlan();

export default defineConfig({
  // Written for today's browsers: smaller than the package's default.
  resolve: {
    alias: [
      { find: /^dexie$/, replacement: "dexie/dist/modern/dexie.mjs" },
      { find: /^workbox-window$/, replacement: "workbox-window/build/workbox-window.prod.mjs" },
    ],
  },
  plugins: [
    react(),
    classicEntry(),
    earlyPart("src/app/early/early.ts"),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src/sw",
      filename: "service-worker.ts",
      registerType: "prompt",
      injectRegister: false,
      includeManifestIcons: false,
      injectManifest: {
        globPatterns: ["**/*.{html,js,css,woff2,svg,webmanifest}"],
        globIgnores: ["**/*.woff", "**/service-worker.js", "icons/maskable.svg"],
        manifestTransforms: [fileList("dist")],
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
    modulePreload: false,
    reportCompressedSize: false,
    // `tests/budget` holds the sizes.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      output: {
        // One file: the service worker hands out one far sooner than twenty.
        codeSplitting: {
          groups: [{ name: (id, modules) => (plan.isOfFirstScreen(id, modules) ? "first-screen" : null) }],
        },
        entryFileNames: "assets/[name]-[hash].js",
        chunkFileNames: (chunk) => `${plan.chunkFolder(chunk)}/[name]-[hash].js`,
        assetFileNames: ({ names }) => `${plan.assetFolder(names)}/[name]-[hash][extname]`,
      },
    },
  },
  worker: {
    format: "es",
    rolldownOptions: { output: { entryFileNames: "assets/lazy/[name]-[hash].js" } },
  },
  server: { port: 5173, strictPort: true, proxy: { "/api": "http://localhost:8080" } },
});
