import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

/** One project for each kind of evidence; `tests/<name>/**` is all that belongs to it. */
const project = (name: string, more: Record<string, unknown> = {}) => ({
  root,
  plugins: name === "app" ? [react()] : [],
  test: {
    name,
    include: [`tests/${name}/**/*.test.{ts,tsx}`],
    environment: "node",
    pool: "forks" as const,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    ...more,
  },
});

export default defineConfig({
  root,
  test: {
    maxWorkers: 2,
    passWithNoTests: false,
    allowOnly: false,
    projects: [
      project("unit"),
      project("contract"),
      project("simulation", { testTimeout: 300_000, maxConcurrency: 2 }),
      project("compat", { testTimeout: 60_000 }),
      project("server", { testTimeout: 120_000, hookTimeout: 120_000 }),
      project("app", { environment: "happy-dom", css: false }),
      project("e2e", {
        testTimeout: 180_000,
        hookTimeout: 180_000,
        globalSetup: "tests/support/sample-commune.ts",
      }),
      project("budget", { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false }),
    ],
  },
});
