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
  const { key } = useLocation();
  useEffect(() => {
    if (!entered) {
      entered = true;
      return;
    }
    if (key === "") return;
    document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
  }, [key]);
}

/** Going back finds the page where it was left; going on starts at the top. */
function useScrollPlace(): void {
  const { key } = useLocation();
  const back = useNavigationType() === "POP";
  const last = useRef(key);
  useEffect(() => {
    last.current = key;
    const target = back ? (places.get(key) ?? 0) : 0;
    const frame = requestAnimationFrame(() => window.scrollTo(0, target));
    const keep = () => places.set(last.current, window.scrollY);
    window.addEventListener("scroll", keep, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", keep);
    };
  }, [key, back]);
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
