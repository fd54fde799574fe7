/** What kind of place the app was opened in, from facts that the page hands over. */
export interface EnvironmentFacts {
  readonly userAgent: string;
  readonly isSecureContext: boolean;
  readonly hasServiceWorker: boolean;
  readonly hasIndexedDb: boolean;
  readonly isStandalone: boolean;
  readonly touchPoints: number;
}

export interface Environment {
  /** Whether the app opens and works without a link, and if not, why. */
  readonly offlineWork: "yes" | "insecure-origin" | "no-worker" | "no-database";
  /** A browser inside another app: no data is entered there. */
  readonly inApp: "zalo" | "facebook" | "other" | null;
  readonly system: "android" | "ios" | "desktop";
  readonly isStandalone: boolean;
  /** An installed app on an iPhone has its own storage: install first, then sign in. */
  readonly mustInstallFirst: boolean;
}

export function readEnvironment(facts: EnvironmentFacts): Environment {
  const system = systemOf(facts);
  const inApp = inAppOf(facts.userAgent, system);
  return {
    offlineWork: offlineWorkOf(facts),
    inApp,
    system,
    isStandalone: facts.isStandalone,
    mustInstallFirst: system === "ios" && !facts.isStandalone && inApp === null && facts.isSecureContext,
  };
}

interface WindowFacts {
  readonly isSecureContext: boolean;
  readonly indexedDB?: unknown;
  readonly navigator: {
    readonly userAgent: string;
    readonly maxTouchPoints?: number;
    readonly serviceWorker?: unknown;
    /** iOS only. */
    readonly standalone?: boolean;
  };
  matchMedia(query: string): { readonly matches: boolean };
}

/** `environmentFacts(window)`. */
export function environmentFacts(window: WindowFacts): EnvironmentFacts {
  const { navigator } = window;
  return {
    userAgent: navigator.userAgent,
    isSecureContext: window.isSecureContext,
    hasServiceWorker: Boolean(navigator.serviceWorker),
    hasIndexedDb: Boolean(window.indexedDB),
    isStandalone: navigator.standalone === true || window.matchMedia("(display-mode: standalone)").matches,
    touchPoints: navigator.maxTouchPoints ?? 0,
  };
}

function offlineWorkOf(facts: EnvironmentFacts): Environment["offlineWork"] {
  if (!facts.isSecureContext) return "insecure-origin";
  if (!facts.hasIndexedDb) return "no-database";
  return facts.hasServiceWorker ? "yes" : "no-worker";
}

function systemOf({ userAgent, touchPoints }: EnvironmentFacts): Environment["system"] {
  if (/Android/i.test(userAgent)) return "android";
  // An iPad says that it is a Mac; a Mac has no touch screen.
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)) return "ios";
  return "desktop";
}

function inAppOf(userAgent: string, system: Environment["system"]): Environment["inApp"] {
  if (/Zalo/i.test(userAgent)) return "zalo";
  if (/FBAN|FBAV|FB_IAB|Messenger/.test(userAgent)) return "facebook";
  if (/Instagram|TikTok|musical_ly|BytedanceWebview|MicroMessenger|Line\//i.test(userAgent)) return "other";
  // A bare web view: Android says so, iOS leaves Safari's name out.
  if (system === "android" && /; wv\)/.test(userAgent)) return "other";
  return null;
}

/** Opens this address in Chrome on Android, out of another app's browser: *Mở bằng Chrome*. */
export function openInChrome(address: string): string {
  const url = new URL(address);
  const scheme = url.protocol.slice(0, -1);
  const rest = `${url.host}${url.pathname}${url.search}`;
  const fallback = encodeURIComponent(url.href);
  return `intent://${rest}#Intent;scheme=${scheme};package=com.android.chrome;S.browser_fallback_url=${fallback};end`;
}

/** A first guess at what people call this device; they may change it at sign-in. */
export function guessDeviceName(userAgent: string): string {
  const model = /Android [^;)]*; ([^;)]+?)(?: Build\/[^;)]*)?[;)]/.exec(userAgent)?.[1]?.trim();
  if (model && model !== "K") return model;
  if (/Android/i.test(userAgent)) return "Điện thoại Android";
  if (/iPhone|iPod/.test(userAgent)) return "iPhone";
  if (/iPad/.test(userAgent)) return "iPad";
  if (/Windows/.test(userAgent)) return "Máy tính Windows";
  return /Macintosh/.test(userAgent) ? "Máy Mac" : "Máy tính";
}

interface InstallEvent {
  preventDefault(): void;
  prompt(): Promise<unknown>;
  readonly userChoice: Promise<{ outcome: string }>;
}

/** The browser's own offer to install, kept until a person wants it. */
export interface InstallOffer {
  isThere(): boolean;
  subscribe(tell: () => void): () => void;
  accept(): Promise<"installed" | "declined" | "none">;
}

/** `captureInstallOffer(window)`, before anything else: the browser makes its offer only once. */
export function captureInstallOffer(window: {
  addEventListener(type: string, tell: (event: never) => void): void;
}): InstallOffer {
  let offer: InstallEvent | undefined;
  const listeners = new Set<() => void>();
  const change = (next: InstallEvent | undefined) => {
    offer = next;
    for (const tell of listeners) tell();
  };
  window.addEventListener("beforeinstallprompt", (event: InstallEvent) => {
    event.preventDefault();
    change(event);
  });
  window.addEventListener("appinstalled", () => change(undefined));
  return {
    isThere: () => offer !== undefined,
    subscribe(tell) {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    async accept() {
      const made = offer;
      if (!made) return "none";
      change(undefined);
      await made.prompt();
      return (await made.userChoice).outcome === "accepted" ? "installed" : "declined";
    },
  };
}
