import { useLocation, useNavigate } from "react-router";
import type { Profile } from "#client/profiles.ts";
import { markProfile } from "#client/sessions.ts";
import { askPersist } from "#client/storage.ts";
import { useOpenBook } from "../../open-book.tsx";

/** Opens a book that is on the device and goes where the person was going, else to *Hôm nay*. */
export function useOpen(): (profile: Profile) => Promise<void> {
  const { open } = useOpenBook();
  const navigate = useNavigate();
  const wanted = (useLocation().state as { to?: unknown } | null)?.to;
  const to = typeof wanted === "string" && wanted.startsWith("/") && wanted !== "/dang-xuat" ? wanted : "/";
  return async (profile) => {
    await open(profile);
    await navigate(to, { replace: true });
  };
}

/** The same after a sign-in: also notes the book against eviction, and asks the browser to keep it. */
export function useEnter(): (profile: Profile) => Promise<void> {
  const { host } = useOpenBook();
  const open = useOpen();
  return async (profile) => {
    await open(profile);
    void markProfile(profile, host.marks).catch(() => undefined);
    void askPersist();
  };
}
