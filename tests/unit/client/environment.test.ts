import { describe, expect, it } from "vitest";
import {
  captureInstallOffer,
  type EnvironmentFacts,
  guessDeviceName,
  openInChrome,
  readEnvironment,
} from "#client/environment.ts";
import { linkOf } from "#client/link-state.ts";
import { askPersist, askPersistOnce, storageState } from "#client/storage.ts";

const android =
  "Mozilla/5.0 (Linux; Android 13; SM-A145F Build/TP1A.220624.014) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36";
const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 Version/17.2 Mobile/15E148 Safari/604.1";
const facts = (more: Partial<EnvironmentFacts> = {}): EnvironmentFacts => ({
  userAgent: android,
  isSecureContext: true,
  hasServiceWorker: true,
  hasIndexedDb: true,
  isStandalone: false,
  touchPoints: 5,
  ...more,
});

describe("where the app was opened", () => {
  it("says whether work without a link is possible, and why not", () => {
    expect(readEnvironment(facts()).offlineWork).toBe("yes");
    expect(readEnvironment(facts({ isSecureContext: false })).offlineWork).toBe("insecure-origin");
    expect(readEnvironment(facts({ hasServiceWorker: false })).offlineWork).toBe("no-worker");
    expect(readEnvironment(facts({ hasIndexedDb: false })).offlineWork).toBe("no-database");
  });

  it("knows browsers inside other apps", () => {
    const inApp = (userAgent: string) => readEnvironment(facts({ userAgent })).inApp;
    expect(inApp(`${android} Zalo android/24.01.02 ZaloTheme/light`)).toBe("zalo");
    expect(inApp(`${iphone} Zalo/1.0`)).toBe("zalo");
    expect(inApp(`${android} [FB_IAB/FB4A;FBAV/400.0;]`)).toBe("facebook");
    expect(inApp(android.replace("; SM-A145F", "; SM-A145F; wv").replace(" Build/TP1A.220624.014", ""))).toBe(
      "other",
    );
    expect(inApp(android)).toBeNull();
    expect(inApp(iphone)).toBeNull();
  });

  it("asks an iPhone or iPad to install before signing in", () => {
    const ipad =
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15";
    expect(readEnvironment(facts({ userAgent: iphone })).mustInstallFirst).toBe(true);
    expect(readEnvironment(facts({ userAgent: ipad })).mustInstallFirst).toBe(true);
    expect(readEnvironment(facts({ userAgent: ipad, touchPoints: 0 })).mustInstallFirst).toBe(false);
    expect(readEnvironment(facts({ userAgent: iphone, isStandalone: true })).mustInstallFirst).toBe(false);
    expect(readEnvironment(facts()).mustInstallFirst).toBe(false);
  });

  it("leads out into Chrome at the same address", () => {
    expect(openInChrome("https://so.xa.vn/su-co/moi?nhom=3")).toBe(
      "intent://so.xa.vn/su-co/moi?nhom=3#Intent;scheme=https;package=com.android.chrome;" +
        "S.browser_fallback_url=https%3A%2F%2Fso.xa.vn%2Fsu-co%2Fmoi%3Fnhom%3D3;end",
    );
  });

  it("guesses what people call the device", () => {
    expect(guessDeviceName(android)).toBe("SM-A145F");
    expect(guessDeviceName("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit")).toBe("Điện thoại Android");
    expect(guessDeviceName(iphone)).toBe("iPhone");
    expect(guessDeviceName("Mozilla/5.0 (Windows NT 10.0; Win64; x64)")).toBe("Máy tính Windows");
  });

  it("keeps the browser's offer to install until somebody wants it", async () => {
    const tells = new Map<string, (event: never) => void>();
    const offer = captureInstallOffer({ addEventListener: (type, tell) => void tells.set(type, tell) });
    expect(await offer.accept()).toBe("none");
    let shown = 0;
    let told = 0;
    offer.subscribe(() => {
      told += 1;
    });
    const event = {
      preventDefault: () => undefined,
      prompt: async () => {
        shown += 1;
      },
      userChoice: Promise.resolve({ outcome: "accepted" }),
    };
    tells.get("beforeinstallprompt")?.(event as never);
    expect(offer.isThere()).toBe(true);
    expect(await offer.accept()).toBe("installed");
    expect([shown, told, offer.isThere()]).toEqual([1, 2, false]);
  });
});

describe("the link as people see it", () => {
  const sync = (kind?: string) => ({
    lastFailure: kind ? { kind: kind as never, at: 1, since: 1 } : null,
    lastSuccess: 1,
    failures: kind ? 1 : 0,
  });
  it("follows the last failure and takes the browser's word only for bad news", () => {
    expect(linkOf(sync(), { slow: false }, true)).toBe("online");
    expect(linkOf(sync(), { slow: true }, true)).toBe("weak");
    expect(linkOf(sync(), { slow: false }, false)).toBe("offline");
    expect(linkOf(sync("unreachable"), { slow: false }, true)).toBe("no-server");
    expect(linkOf(sync("unreachable"), { slow: false }, false)).toBe("offline");
    expect(linkOf(sync("not-our-server"), { slow: false }, true)).toBe("captive");
    expect(linkOf(sync("sign-in"), { slow: false }, true)).toBe("sign-in");
    expect(linkOf(sync("busy"), { slow: false }, true)).toBe("weak");
  });
});

describe("room on the device", () => {
  const storage = (free: number) => ({
    persisted: async () => false,
    persist: async () => true,
    estimate: async () => ({ usage: 1000, quota: 1000 + free }),
  });
  it("warns below 50 MB and below 10 MB", async () => {
    const room = async (megabytes: number) => (await storageState(storage(megabytes * 1024 * 1024))).room;
    expect([await room(60), await room(49), await room(9)]).toEqual(["enough", "no-photos", "export"]);
    expect(await storageState({})).toEqual({
      persisted: null,
      usage: null,
      quota: null,
      free: null,
      room: "unknown",
    });
  });
  it("asks to be kept, and bears a browser that cannot promise", async () => {
    expect(await askPersist(storage(1))).toBe(true);
    expect(await askPersist({})).toBeNull();
    const notes = new Map<string, string>();
    const place = {
      getItem: (key: string) => notes.get(key) ?? null,
      setItem: (key: string, text: string) => void notes.set(key, text),
    };
    let asked = 0;
    const persist = async () => {
      asked += 1;
      return false;
    };
    for (let save = 0; save < 3; save++) await askPersistOnce({ persist }, place);
    expect(asked).toBe(1);
    expect(await askPersist({ persist: () => Promise.reject(new Error("no")) })).toBeNull();
  });
});
