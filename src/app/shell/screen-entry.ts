import { useEffect, useRef, useState } from "react";
import { useLocation, useNavigate, useNavigationType } from "react-router";
import { textOf } from "../i18n/i18n.ts";
import { holdUpdates } from "../worker-state.ts";
import { listenToKeys } from "./keys.ts";

const places = new Map<string, number>();
let entered = false;

/** What coming to a screen means: the tab's name, the focus on its heading, the place where it was left, its keys. */
export function useScreenEntry(screen: { title: string; newTo: string | undefined; form: boolean }): KeyHelp {
  useDocumentTitle(screen.title);
  useHeadingFocus();
  useScrollPlace();
  useFormHold(screen.form);
  return useScreenKeys(screen.newTo);
}

interface KeyHelp {
  readonly shown: boolean;
  readonly hide: () => void;
}

export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title === "" ? textOf("common:appName") : `${title} · ${textOf("common:appName")}`;
  }, [title]);
}

/** The first screen of a launch takes no focus; every later one is read from its heading. */
function useHeadingFocus(): void {
  const { key, pathname } = useLocation();
  const page = useRef<string | null>(null);
  useEffect(() => {
    const isSamePage = page.current === pathname;
    page.current = pathname;
    if (!entered) {
      entered = true;
      return;
    }
    // A sheet that the address opens or closes leaves the focus where it was: on the row that it came from.
    const keeps = document.activeElement?.closest("main, dialog");
    if (key === "" || (isSamePage && keeps)) return;
    document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
  }, [key, pathname]);
}

/** Going back, by the browser or by the arrow, finds the page where it was left; going on starts at the top. */
function useScrollPlace(): void {
  const { key, pathname, state } = useLocation();
  const isPop = useNavigationType() === "POP";
  const isArrow = (state as { back?: true } | null)?.back === true;
  useEffect(() => {
    const target =
      (isPop ? (places.get(key) ?? places.get(pathname)) : isArrow ? places.get(pathname) : 0) ?? 0;
    const keep = () => {
      places.set(key, window.scrollY);
      places.set(pathname, window.scrollY);
    };
    let listens = false;
    const listen = () => {
      listens = true;
      window.addEventListener("scroll", keep, { passive: true });
    };
    const stop = reachPlace(target, listen);
    return () => {
      stop();
      if (listens) window.removeEventListener("scroll", keep);
    };
  }, [key, pathname, isPop, isArrow]);
}

const byHand = ["wheel", "touchstart", "pointerdown", "keydown"] as const;

/** Rows come after the page: it is scrolled as soon as it is long enough, unless the person moves first. */
function reachPlace(target: number, reached: () => void): () => void {
  let done = false;
  const end = () => {
    if (done) return;
    done = true;
    growth?.disconnect();
    for (const name of byHand) window.removeEventListener(name, end);
    reached();
  };
  const go = () => {
    if (done) return;
    window.scrollTo(0, target);
    if (Math.abs(window.scrollY - target) < 2) end();
  };
  const growth = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(go);
  growth?.observe(document.body);
  for (const name of byHand) window.addEventListener(name, end, { passive: true });
  const frame = requestAnimationFrame(go);
  return () => {
    done = true;
    cancelAnimationFrame(frame);
    growth?.disconnect();
    for (const name of byHand) window.removeEventListener(name, end);
  };
}

function useScreenKeys(newTo: string | undefined): KeyHelp {
  const navigate = useNavigate();
  const [shown, setShown] = useState(false);
  useEffect(
    () =>
      listenToKeys({
        create: newTo === undefined ? undefined : () => void navigate(newTo),
        help: () => setShown(true),
      }),
    [navigate, newTo],
  );
  return { shown, hide: () => setShown(false) };
}

/** No new version of the app takes over while somebody writes. */
function useFormHold(form: boolean): void {
  useEffect(() => (form ? holdUpdates() : undefined), [form]);
}
