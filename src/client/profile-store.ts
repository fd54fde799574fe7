import type { KeptValue, Profile } from "./profile.ts";

/** Where the profiles of this installation lie. Every write is one strict transaction. */
export interface ProfileStore {
  /** All of it in one look. */
  read(): Promise<{ readonly profiles: readonly Profile[]; readonly kept: readonly KeptValue[] }>;
  find(device: string): Promise<Profile | undefined>;
  kept(key: KeptValue["key"]): Promise<KeptValue | undefined>;
  put(profile: Profile): Promise<void>;
  /** Changes some of a profile; `undefined` takes a part away. One that is not there is not made. */
  change(device: string, change: ProfileChange): Promise<void>;
  /** Sets a kept value from what it is now; null takes it away. */
  keep(key: KeptValue["key"], next: (now: KeptValue | undefined) => KeptValue | null): Promise<void>;
  remove(device: string): Promise<void>;
}

export type ProfileChange = { readonly [Part in keyof Profile]?: Profile[Part] | undefined };
