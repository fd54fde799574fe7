import { noteFault } from "#client/faults.ts";
import en from "#locales/en/early.json" with { type: "json" };
import vi from "#locales/vi/early.json" with { type: "json" };
import "./early.css";

/**
 * The first script of the page, small enough for any link: it brings the app, says how far that is, and when the app
 * cannot start, says so in plain words. It needs nothing of the app itself.
 */

/** What `.config/early-part.ts` writes beside this script: the app, its style and letters, and how large the app is. */
interface Told {
  readonly start: string;
  readonly style: string;
  readonly fonts: string;
  readonly size: string;
  readonly packed: string;
}

declare global {
  /** The app tells when it stands, or that it cannot start. */
  var soTrucEarly: { done(): void; fail(error: unknown): void } | undefined;
}

const told = document.currentScript?.dataset as unknown as Told;
const words = localStorageItem("so-truc-language") === "en" ? en : vi;
const silenceMs = 20_000;
const mendedKey = "so-truc-mended";
let isStanding = false;

addEventListener("error", ({ error, message, filename }) => {
  if (!error && !filename) return;
  noteFault(error ?? message);
  if (!isStanding && filename.includes(told.start)) fail(error ?? message);
});
addEventListener("unhandledrejection", ({ reason }) => noteFault(reason));

globalThis.soTrucEarly = {
  done() {
    isStanding = true;
    sessionStorageDo((place) => place.removeItem(mendedKey));
  },
  fail,
};

say(words.opening);
bring("link", { rel: "stylesheet", href: told.style });
if (navigator.serviceWorker?.controller) {
  bringFonts();
  run();
} else void download(1000);

function bringFonts(): void {
  for (const href of told.fonts.split(" "))
    bring("link", { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href });
}

function run(): void {
  const script = bring("script", { src: told.start });
  script.addEventListener("error", () => fail(new Error("The app could not be fetched")));
}

/** Brings the app by its bytes, so that they can be counted; the browser then finds it in its own cache. */
async function download(pauseMs: number): Promise<void> {
  try {
    await count();
  } catch (error) {
    const why = error instanceof Foreign ? error.why : navigator.onLine ? "again" : "offline";
    say(words[why]);
    addEventListener("online", () => location.reload(), { once: true });
    setTimeout(() => void download(Math.min(pauseMs * 2, 30_000)), pauseMs);
    return;
  }
  say(words.opening);
  run();
  bringFonts();
}

/** Somebody else answered, or our server's proxy for it. */
class Foreign extends Error {
  readonly why: "wifi" | "server";
  constructor(why: "wifi" | "server") {
    super(why);
    this.why = why;
  }
}

async function count(): Promise<void> {
  const watch = new AbortController();
  let silence = setTimeout(() => watch.abort(), silenceMs);
  try {
    const response = await fetch(told.start, { signal: watch.signal });
    if (response.status >= 500) throw new Foreign("server");
    if (!/javascript/.test(response.headers.get("content-type") ?? "")) throw new Foreign("wifi");
    const [size, packed] = [Number(told.size), Number(told.packed)];
    let here = 0;
    for (let piece = await reader(response); ; ) {
      const { done, value } = await piece.read();
      if (done) break;
      here += value.length;
      clearTimeout(silence);
      silence = setTimeout(() => watch.abort(), silenceMs);
      const kB = (bytes: number) => String(Math.ceil(bytes / 1000));
      const loaded = words.loaded
        .replace("{{done}}", kB((here / size) * packed))
        .replace("{{total}}", kB(packed));
      say(`${words.loading} · ${loaded}`, here / size);
    }
    if (here !== size) throw new Error("Only a part came");
  } finally {
    clearTimeout(silence);
  }
}

function say(text: string, part?: number): void {
  const [line, bar] = [document.querySelector(".early-text"), document.querySelector("progress")];
  if (line) line.textContent = text;
  if (!bar) return;
  bar.hidden = part === undefined;
  if (part !== undefined) bar.value = part;
}

/** First what the worker keeps is proved and the page opened again, once; then a person is told. */
function fail(error: unknown): void {
  if (isStanding) return;
  noteFault(error);
  const worker = navigator.serviceWorker;
  if (worker?.controller && sessionStorageDo((place) => place.getItem(mendedKey)) === null) {
    sessionStorageDo((place) => place.setItem(mendedKey, "1"));
    say(words.mending);
    worker.addEventListener("message", ({ data }) => data?.type === "first-proved" && location.reload());
    worker.startMessages();
    worker.controller.postMessage({ type: "prove-first" });
    setTimeout(() => tell(error), silenceMs);
  } else tell(error);
}

function tell(error: unknown): void {
  const early = element("main", "early", "");
  early.dataset.slow = "";
  const again = element("button", "", words.deed);
  again.addEventListener("click", () => {
    sessionStorageDo((place) => place.removeItem(mendedKey));
    location.reload();
  });
  early.append(
    element("h1", "early-name", words.what),
    element("p", "", words.kept),
    element("p", "", words.todo),
    element("code", "", error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
    again,
  );
  document.getElementById("app")?.replaceChildren(early);
}

function element(tag: string, className: string, text: string): HTMLElement {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

function bring<Tag extends "link" | "script">(tag: Tag, what: object): HTMLElementTagNameMap[Tag] {
  return document.head.appendChild(Object.assign(document.createElement(tag), what));
}

function reader(response: Response) {
  if (!response.body) throw new Error("Nothing came");
  return response.body.getReader();
}

function localStorageItem(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function sessionStorageDo<T>(work: (place: Storage) => T): T | undefined {
  try {
    return work(sessionStorage);
  } catch {
    return undefined;
  }
}
