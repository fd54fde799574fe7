import { lazy } from "react";
import { PartMissing } from "../../lazy-page.tsx";

/** What opens over a page on a person's word, fetched then; the service worker keeps it. */
export const Viewfinder = lazy(() =>
  part(async () => ({ default: (await import("./viewfinder.tsx")).Viewfinder })),
);
export const PhotoEditor = lazy(() =>
  part(async () => ({ default: (await import("./photo-editor.tsx")).PhotoEditor })),
);
export const PhotoViewer = lazy(() =>
  part(async () => ({ default: (await import("./photo-viewer.tsx")).PhotoViewer })),
);

async function part<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new PartMissing("a part of the app could not be fetched", { cause });
  }
}
