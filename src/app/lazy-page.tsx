import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { loadTexts } from "./i18n/i18n.ts";
import { loadLateIcons } from "./ui/icons.tsx";

/** A part of the app that is not on this device yet, while there is no link to fetch it. */
export class PartMissing extends Error {
  override readonly name = "PartMissing";
}

type Part = { default: ComponentType };

/** A page that is fetched when it is opened, with its sentences and drawings; the service worker keeps it for later. */
export function lazyPage(
  load: () => Promise<Part>,
  ...texts: readonly string[]
): LazyExoticComponent<ComponentType> {
  return lazy(() => loadPart(load, ...texts));
}

export async function loadPart(load: () => Promise<Part>, ...texts: readonly string[]): Promise<Part> {
  const [part] = await fetched(Promise.all([load(), loadTexts(...texts), loadLateIcons()]));
  return part;
}

let unfinished = 0;

/** What is fetched for a part of the app; rejects with `PartMissing`. */
export async function fetched<T>(asked: Promise<T>): Promise<T> {
  unfinished += 1;
  try {
    const part = await asked;
    unfinished -= 1;
    return part;
  } catch (cause) {
    throw new PartMissing("a part of the app could not be fetched", { cause });
  }
}

// A browser that keeps a page cuts off what it was fetching, and some never ask for that file again.
globalThis.addEventListener?.("pageshow", ({ persisted }) => {
  if (persisted && unfinished > 0) location.reload();
});
