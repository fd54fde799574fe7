import { useLocation, useNavigate } from "react-router";
import { listProfiles, type Profile } from "#client/profiles.ts";
import { markProfile } from "#client/sessions.ts";
import { isShared } from "#client/settings.ts";
import { useOpenBook } from "../../open-book.tsx";

/** Nobody who comes in wants to go out again. */
const waysOut = ["/dang-xuat", "/doi-ca"];

/**
 * Opens a book that is on the device and goes where the person was going, else to *Hôm nay*. On a shared device the
 * place where a colleague was when it locked is not the next one's.
 */
export function useOpen(): (profile: Profile) => Promise<boolean> {
  const { open } = useOpenBook();
  const navigate = useNavigate();
  const wanted = (useLocation().state as { to?: unknown } | null)?.to;
  const to = typeof wanted === "string" && wanted.startsWith("/") && !waysOut.includes(wanted) ? wanted : "/";
  return async (profile) => {
    const [last] = await listProfiles();
    const isOther = last?.device !== profile.device && (await isShared());
    const isOpen = await open(profile);
    if (isOpen) await navigate(isOther ? "/" : to, { replace: true });
    return isOpen;
  };
}

/** The same after a sign-in: also notes the book against eviction. */
export function useEnter(): (profile: Profile) => Promise<void> {
  const { host } = useOpenBook();
  const open = useOpen();
  return async (profile) => {
    if (await open(profile)) void markProfile(profile, host.marks).catch(() => undefined);
  };
}
