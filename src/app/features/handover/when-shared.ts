import { followSettings } from "#client/follow-settings.ts";
import type { LockAfter } from "#client/profile.ts";
import { systemSchedule } from "#client/system-ports.ts";
import type { OpenBook } from "../../open-book.tsx";

const retryMs = 30_000;

/** The watch begins when somebody calls the device a shared one, on every tab; a person's own never fetches it. */
export function watchWhenShared(openBook: () => OpenBook | null): () => void {
  let wanted: LockAfter = "off";
  let end = () => {};
  const begin = () => {
    end();
    end = () => {};
    if (wanted === "off") return;
    const minutes = wanted;
    void import("./shared-watch.ts").then(
      (watch) => {
        if (wanted === minutes) end = watch.watchShared(Number(minutes) * 60_000, openBook);
      },
      // The part is not on this device yet, and there is no link to fetch it.
      () => {
        end = systemSchedule(retryMs, begin);
      },
    );
  };
  const unfollow = followSettings(({ lockAfter = "off" }) => {
    if (lockAfter === wanted) return;
    if (lockAfter === "off") localStorage.removeItem(lastInputKey);
    wanted = lockAfter;
    begin();
  });
  return () => {
    unfollow();
    // A watch that is still being fetched does not begin any more.
    wanted = "off";
    end();
  };
}

/** When a hand was last felt on this browser, Unix ms; the old hour means nothing once the lock is turned off. */
export const lastInputKey = "so-truc-touched";
