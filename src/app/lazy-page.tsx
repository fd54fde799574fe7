import { type ComponentType, lazy, type LazyExoticComponent } from "react";
import { loadTexts } from "./i18n/i18n.ts";

const loaders: (() => Promise<unknown>)[] = [];

/** A page that is fetched when it is opened, with its sentences; afterwards it is there offline. */
export function lazyPage(
  load: () => Promise<{ default: ComponentType }>,
  ...texts: readonly string[]
): LazyExoticComponent<ComponentType> {
  const both = async () => {
    const [page] = await Promise.all([load(), loadTexts(...texts)]);
    return page;
  };
  loaders.push(both);
  return lazy(both);
}

/** Brings every page quietly once the first screen stands, so that none needs the network later. */
export async function warmPages(): Promise<void> {
  for (const load of loaders) await load().catch(() => undefined);
}
