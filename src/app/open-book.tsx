import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { type Logbook, openLogbook } from "#client/logbook.ts";
import type { PageHost } from "#client/page-host.ts";
import { acknowledgeEviction, chooseProfile, type Profile } from "#client/profiles.ts";

/** Which book is open on this device. Opening one closes the other; nothing here asks the network. */
export interface OpenBook {
  readonly logbook: Logbook | null;
  readonly hasProfiles: boolean;
  readonly host: PageHost;
  /** Logbooks the browser has thrown away, until a person has read of it. */
  readonly lost: number;
  readonly forgetLost: () => Promise<void>;
  /** Opens a person's book; who calls it has asked for the PIN. */
  readonly open: (profile: Profile) => Promise<void>;
  /** Puts the open book away. */
  readonly leave: () => void;
}

const openKey = "so-truc-open";

/** Whether this tab already asked this profile's PIN: a reload, by an update or a thumb, asks no second time. */
export function wasOpenHere(device: string): boolean {
  return sessionStorage.getItem(openKey) === device;
}

const BookContext = createContext<OpenBook | null>(null);

let shown: OpenBook | null = null;

/** Outside React: an app update waits for the open book, and a shared device puts it away. */
export function openBookNow(): OpenBook | null {
  return shown;
}

export function OpenBookProvider({
  host,
  first,
  profiles,
  lost,
  children,
}: {
  host: PageHost;
  first: Logbook | null;
  profiles: boolean;
  lost: number;
  children: ReactNode;
}) {
  const [logbook, setLogbook] = useState(first);
  const [lostNow, setLost] = useState(lost);
  const [hasProfiles, setHasProfiles] = useState(profiles);
  useCloseWhenLeft(logbook);
  const value = useMemo<OpenBook>(
    () => ({
      logbook,
      hasProfiles,
      host,
      lost: lostNow,
      async forgetLost() {
        await acknowledgeEviction(host.marks);
        setLost(0);
      },
      async open(profile) {
        if (logbook?.profile.device === profile.device) await chooseProfile(profile.device);
        else {
          const next = await openLogbook(profile, host, { onWiped: () => location.assign("/dang-nhap") });
          await chooseProfile(profile.device);
          sessionStorage.setItem(openKey, profile.device);
          setLogbook(next);
        }
        setHasProfiles(true);
      },
      leave() {
        sessionStorage.removeItem(openKey);
        // Somebody else's may have been opened since.
        setLogbook((now) => (now === logbook ? null : now));
      },
    }),
    [logbook, hasProfiles, host, lostNow],
  );
  shown = value;
  return <BookContext value={value}>{children}</BookContext>;
}

/** A book is closed once no screen shows it any more: a query on a closed one would fail under the reader's eyes. */
function useCloseWhenLeft(logbook: Logbook | null): void {
  useEffect(() => () => logbook?.close(), [logbook]);
}

export function useOpenBook(): OpenBook {
  const book = useContext(BookContext);
  if (!book) throw new Error("A screen stands outside OpenBookProvider");
  return book;
}
