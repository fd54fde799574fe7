import type { Logbook } from "#client/logbook.ts";
import { findProfile } from "#client/profiles.ts";
import { systemSchedule } from "#client/system-ports.ts";
import type { OpenBook } from "./open-book.tsx";

const lookEveryMs = 4000;

/**
 * What follows an exchange that went through, for whichever book is open: messages that were pasted without a link go
 * out, this device's key for its own messages is fetched once, the number on the app's icon is told anew, and a
 * device that wants to be woken is known to the server again.
 */
export function watchReach(openBook: () => OpenBook | null): void {
  let watched: Logbook | null = null;
  let stop = () => {};
  const look = () => {
    const logbook = openBook()?.logbook ?? null;
    if (logbook !== watched) {
      stop();
      watched = logbook;
      stop = logbook ? afterRounds(logbook) : () => {};
    }
    systemSchedule(lookEveryMs, look);
  };
  look();
}

/** Calls once at the beginning and after each round that reached the server. */
function afterRounds(logbook: Logbook): () => void {
  let [wasSending, isBusy] = [false, false];
  const tell = (isFirst = false) => {
    if (isBusy) return;
    isBusy = true;
    void reach(logbook, isFirst)
      .catch(() => undefined)
      .finally(() => {
        isBusy = false;
      });
  };
  const unsubscribe = logbook.activity.subscribe(() => {
    const { sending, failure } = logbook.activity.get();
    if (wasSending && !sending && failure === null) tell();
    wasSending = sending;
  });
  tell(true);
  return unsubscribe;
}

async function reach(logbook: Logbook, isFirst: boolean): Promise<void> {
  const { device } = logbook.profile;
  const { readNotices, showBadge, unread } = await import("#client/notices.ts");
  const profile = await findProfile(device);
  const notices = await logbook.store.read((tx) => readNotices(tx, logbook.profile.person, Date.now()));
  await showBadge(unread(notices, profile?.readNotices).length);
  const { fetchSmsKey, sendKept } = await import("#client/sms.ts");
  if (profile?.smsKey === undefined) await fetchSmsKey(device);
  if ((await sendKept(logbook)) > 0) void logbook.sendNow();
  if (isFirst && profile?.push) await (await import("#client/push.ts")).refreshPush(device);
}
