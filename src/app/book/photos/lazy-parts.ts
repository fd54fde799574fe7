import { lazyPart } from "../../late-part.tsx";

/** What opens over a page on a person's word. */
export const Viewfinder = lazyPart(async () => (await import("./viewfinder.tsx")).Viewfinder);
export const PhotoEditor = lazyPart(async () => (await import("./photo-editor.tsx")).PhotoEditor);
export const PhotoViewer = lazyPart(async () => (await import("./photo-viewer.tsx")).PhotoViewer);
