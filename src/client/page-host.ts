import type { MarkPlace } from "./eviction-marks.ts";
import type { LinkSigns } from "./loop-ports.ts";

/** What the client needs of the page it runs in, handed in so that the rest also runs in a worker and in tests. */
export interface PageHost extends LinkSigns {
  /** `navigator.onLine`: false is worth believing, true says nothing. */
  onlineHint(): boolean;
  /** The browser keeps the page as it is, to show it again later; then it thaws. Each answers with what stops listening. */
  onFreeze(tell: () => void): () => void;
  onThaw(tell: () => void): () => void;
  /** Opens the page anew. */
  reload(): void;
  /** Places outside IndexedDB for marks that tell of an eviction. */
  readonly marks: readonly MarkPlace[];
}

interface Listening {
  addEventListener(type: string, tell: (event: { readonly persisted?: boolean }) => void): void;
  removeEventListener(type: string, tell: (event: { readonly persisted?: boolean }) => void): void;
}

export interface DocumentLike extends Listening {
  readonly visibilityState: string;
  cookie: string;
}

export interface WindowLike extends Listening {
  readonly navigator: { readonly onLine: boolean };
  readonly location: { reload(): void };
  readonly localStorage: { getItem(key: string): string | null; setItem(key: string, text: string): void };
}

/** `pageHost(document, window)`, once, when the app starts. */
export function pageHost(document: DocumentLike, window: WindowLike): PageHost {
  const on = (target: Listening, type: string, tell: Parameters<Listening["addEventListener"]>[1]) => {
    target.addEventListener(type, tell);
    return () => target.removeEventListener(type, tell);
  };
  const whenSeen = (state: string, tell: () => void) =>
    on(document, "visibilitychange", () => {
      if (document.visibilityState === state) tell();
    });
  const whenKept = (type: string, tell: () => void) =>
    on(window, type, ({ persisted }) => {
      if (persisted) tell();
    });
  return {
    isVisible: () => document.visibilityState === "visible",
    onVisible: (tell) => whenSeen("visible", tell),
    onHidden: (tell) => whenSeen("hidden", tell),
    onOnline: (tell) => on(window, "online", tell),
    onFreeze: (tell) => whenKept("pagehide", tell),
    onThaw: (tell) => whenKept("pageshow", tell),
    reload: () => window.location.reload(),
    onlineHint: () => window.navigator.onLine,
    marks: [localMark(window), cookieMark(document)],
  };
}

const markName = "so-truc-mark";

function localMark(window: WindowLike): MarkPlace {
  return {
    read: () => window.localStorage.getItem(markName),
    write: (text) => window.localStorage.setItem(markName, text),
  };
}

function cookieMark(document: DocumentLike): MarkPlace {
  return {
    read() {
      const found = document.cookie.split("; ").find((part) => part.startsWith(`${markName}=`));
      return found === undefined ? null : decodeURIComponent(found.slice(markName.length + 1));
    },
    write(text) {
      document.cookie = `${markName}=${encodeURIComponent(text)}; path=/; max-age=34560000; SameSite=Strict`;
    },
  };
}
