import { useSyncExternalStore } from "react";
import type { InstallOffer } from "#client/environment.ts";

let offer: InstallOffer | undefined;

/** The browser makes its offer to install once, early; the screens ask for it later. */
export function keepInstallOffer(made: InstallOffer): void {
  offer = made;
}

export function useInstallOffer(): (() => void) | null {
  const isThere = useSyncExternalStore(
    (tell) => offer?.subscribe(tell) ?? (() => undefined),
    () => offer?.isThere() ?? false,
  );
  return isThere ? () => void offer?.accept() : null;
}
