import { useNavigate } from "react-router";
import type { Profile } from "#client/profiles.ts";
import { markProfile } from "#client/sessions.ts";
import { askPersist } from "#client/storage.ts";
import { useOpenBook } from "../../open-book.tsx";

/** From a sign-in to *Hôm nay*: opens the book, notes it against eviction, and asks the browser to keep it. */
export function useEnter(): (profile: Profile) => Promise<void> {
  const { open, host } = useOpenBook();
  const navigate = useNavigate();
  return async (profile) => {
    await open(profile);
    void markProfile(profile, host.marks).catch(() => undefined);
    void askPersist();
    await navigate("/", { replace: true });
  };
}
