import { render } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { vi } from "vitest";
import { createProfile } from "#client/create-profile.ts";
import { type Logbook, openLogbook } from "#client/logbook.ts";
import type { PageHost } from "#client/page-host.ts";
import type { Profile } from "#client/profiles.ts";
import { loadTexts } from "../../src/app/i18n/i18n.ts";
import { LogbookProvider } from "../../src/app/logbook-context.tsx";
import { OpenBookProvider } from "../../src/app/open-book.tsx";

/** A device without a link, so that what a screen says depends on the database alone. */
export const host: PageHost = {
  isVisible: () => true,
  onVisible: () => () => undefined,
  onHidden: () => () => undefined,
  onOnline: () => () => undefined,
  onlineHint: () => true,
  onFreeze: () => () => undefined,
  onThaw: () => () => undefined,
  reload: () => undefined,
  marks: [],
};

export function cutTheLink(): void {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
}

let serial = 0;

export async function makeProfile(part: Partial<Profile> = {}): Promise<Profile> {
  serial += 1;
  const profile: Profile = {
    device: `d${serial}`,
    person: `p${serial}`,
    name: `Cán bộ ${serial}`,
    account: `canbo${serial}`,
    commune: { id: "c1", name: "Xã Mẫu", code: "XM", sample: true },
    roles: ["centre"],
    letter: "A",
    capsuleKey: "",
    state: "open",
    createdAt: 1,
    lastUsed: 1,
    lastKnown: { unsent: 0, dead: 0, at: 1 },
    ...part,
  };
  await createProfile(profile, "e1");
  return profile;
}

export async function openBook(part: Partial<Profile> = {}): Promise<Logbook> {
  return openLogbook(await makeProfile(part), host);
}

/** A page as the app shows it: inside the open book unless it is a door, with its sentences, at an address. */
export async function showPage(
  page: React.ReactNode,
  options: { logbook: Logbook | null; texts: readonly string[]; path?: string; isDoor?: boolean },
) {
  await loadTexts(...options.texts);
  const { logbook, path = "/", isDoor = false } = options;
  return render(
    <MemoryRouter initialEntries={[path]}>
      <OpenBookProvider host={host} first={logbook} profiles={logbook !== null} lost={0}>
        {logbook && !isDoor ? <LogbookProvider logbook={logbook}>{page}</LogbookProvider> : page}
      </OpenBookProvider>
    </MemoryRouter>,
  );
}
