import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { appVersion } from "#client/app-version.ts";
import { registerWorker } from "#client/register-worker.ts";

async function start() {
  const tells = new Map<string, (event: { isUpdate?: boolean }) => void>();
  const seen: string[] = [];
  const state = { idle: false, visible: true, wall: 0 };
  const signs: { hidden: () => void; visible: () => void } = { hidden() {}, visible() {} };
  let timer: (() => void) | undefined;
  let apply: () => void = () => undefined;
  await registerWorker({
    workbox: {
      addEventListener: (type, tell) => void tells.set(type, tell),
      register: async () => void seen.push("register"),
      update: async () => void seen.push("look"),
      messageSkipWaiting: () => void seen.push("take over"),
    },
    signs: {
      isVisible: () => state.visible,
      onHidden: (tell) => {
        signs.hidden = tell;
        return () => undefined;
      },
      onVisible: (tell) => {
        signs.visible = tell;
        return () => undefined;
      },
    },
    schedule: (_ms, work) => {
      timer = work;
      return () => undefined;
    },
    isIdle: () => state.idle,
    reload: () => void seen.push("reload"),
    onReadyOffline: () => void seen.push("ready offline"),
    onUpdate: (run) => {
      seen.push("update is here");
      apply = run;
    },
    wall: () => state.wall,
  });
  return { tells, seen, state, signs, tick: () => timer?.(), apply: () => apply() };
}

describe("an update of the app", () => {
  it("says once that the app is ready offline", async () => {
    const t = await start();
    t.tells.get("activated")?.({ isUpdate: false });
    t.tells.get("controlling")?.({ isUpdate: false });
    expect(t.seen).toEqual(["register", "ready offline"]);
  });

  it("waits while something is typed, even when a person asks", async () => {
    const t = await start();
    t.tells.get("waiting")?.({});
    t.apply();
    t.state.visible = false;
    t.signs.hidden();
    t.tick();
    expect(t.seen).toEqual(["register", "update is here"]);
  });

  it("takes over when the page is idle and hidden, or a person asks, and then starts anew", async () => {
    const t = await start();
    t.tells.get("waiting")?.({});
    t.state.idle = true;
    t.tick();
    expect(t.seen).not.toContain("take over");
    t.state.visible = false;
    t.tick();
    expect(t.seen).toContain("take over");
    t.tells.get("controlling")?.({ isUpdate: true });
    expect(t.seen.at(-1)).toBe("reload");
    const asked = await start();
    asked.state.idle = true;
    asked.tells.get("waiting")?.({});
    asked.apply();
    expect(asked.seen.at(-1)).toBe("take over");
  });

  it("starts anew also in a page that has lived since the first installation", async () => {
    const t = await start();
    t.state.idle = true;
    t.tells.get("controlling")?.({ isUpdate: false });
    t.tells.get("waiting")?.({});
    t.apply();
    t.tells.get("controlling")?.({ isUpdate: false });
    expect(t.seen).toEqual(["register", "update is here", "take over", "reload"]);
  });

  it("leaves another tab's form alone until it is done", async () => {
    const t = await start();
    t.tells.get("controlling")?.({ isUpdate: true });
    expect(t.seen).toEqual(["register"]);
    t.state.idle = true;
    t.state.visible = false;
    t.signs.hidden();
    expect(t.seen).toEqual(["register", "reload"]);
  });

  it("looks for a new version on return, not more often than every half hour", async () => {
    const t = await start();
    t.signs.visible();
    t.state.wall = 31 * 60_000;
    t.signs.visible();
    t.signs.visible();
    expect(t.seen).toEqual(["register", "look"]);
  });

  it("names the version of the package", () => {
    expect(appVersion).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
  });
});
