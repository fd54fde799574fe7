import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { patienceMs } from "../tests/support/patience.ts";

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
    testTimeout: 2 * patienceMs,
    hookTimeout: 2 * patienceMs,
    expect: { poll: { timeout: patienceMs } },
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
      project("unit", { setupFiles: "tests/support/page-databases.ts" }),
      project("contract"),
      project("simulation", { testTimeout: 300_000, maxConcurrency: 2 }),
      project("compat", { setupFiles: "tests/support/page-databases.ts" }),
      project("server"),
      project("app", {
        environment: "happy-dom",
        css: false,
        setupFiles: ["tests/support/app-patience.ts", "tests/support/page-databases.ts"],
      }),
      project("e2e", {
        testTimeout: 3 * patienceMs,
        hookTimeout: 3 * patienceMs,
        globalSetup: "tests/support/sample-commune.ts",
      }),
      project("budget", { fileParallelism: false }),
    ],
  },
});
