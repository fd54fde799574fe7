import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { noteFault } from "#client/faults.ts";
import { type Logbook, openLogbook } from "#client/logbook.ts";
import type { PageHost } from "#client/page-host.ts";
import { acknowledgeEviction, chooseProfile, type Profile } from "#client/profiles.ts";
import { answered } from "#client/store-trouble.ts";
import { LatePart, lazyPart } from "./late-part.tsx";

/** Which book is open on this device. Opening one closes the other; nothing here asks the network. */
export interface OpenBook {
  readonly logbook: Logbook | null;
  readonly hasProfiles: boolean;
  readonly host: PageHost;
  /** Logbooks the browser has thrown away, until a person has read of it. */
  readonly lost: number;
  readonly forgetLost: () => Promise<void>;
  /** Opens a person's book; who calls it has asked for the PIN. False where it does not open: then that is on the screen. */
  readonly open: (profile: Profile) => Promise<boolean>;
  /** Puts the open book away. */
  readonly leave: () => void;
}

/** A book that does not open. */
export interface Trouble {
  readonly profile: Profile;
  readonly error: unknown;
  /** A person asked for it at a door, and is to stand in the book once it opens. */
  readonly isAtDoor?: boolean;
}

/** Rare: its words and what can still be read come when it is shown. */
const BookTrouble = lazyPart(async () => (await import("./trouble/book-trouble.tsx")).BookTrouble, "trouble");

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
  trouble = null,
  profiles,
  lost,
  children,
}: {
  host: PageHost;
  first: Logbook | null;
  trouble?: Trouble | null;
  profiles: boolean;
  lost: number;
  children: ReactNode;
}) {
  const [logbook, setLogbook] = useState(first);
  const [troubleNow, setTrouble] = useState(trouble);
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
        try {
          if (logbook?.profile.device !== profile.device) setLogbook(await opened(profile, host));
          await answered(chooseProfile(profile.device));
        } catch (error) {
          noteFault(error);
          setTrouble((was) => ({ profile, error, isAtDoor: was?.isAtDoor ?? !was }));
          return false;
        }
        sessionStorage.setItem(openKey, profile.device);
        setTrouble(null);
        setHasProfiles(true);
        return true;
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
  const navigate = useNavigate();
  if (!troubleNow) return <BookContext value={value}>{children}</BookContext>;
  return (
    <LatePart>
      <BookTrouble
        error={troubleNow.error}
        device={troubleNow.profile.device}
        host={host}
        onAgain={async () => {
          const isOpen = await value.open(troubleNow.profile);
          if (isOpen && troubleNow.isAtDoor) navigate("/", { replace: true });
        }}
        onOthers={() => setTrouble(null)}
      />
    </LatePart>
  );
}

/** Opens a book, or says within seconds that it does not; one that opens after all is closed again. */
export function opened(profile: Profile, host: PageHost): Promise<Logbook> {
  const opening = openLogbook(profile, host, { onWiped: () => location.assign("/dang-nhap") });
  return answered(opening, (late) => late.close());
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
