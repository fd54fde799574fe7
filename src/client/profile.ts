/** Who may use this installation, and how they like it; small, and apart from every logbook. */
export interface Profile {
  /** Named by the server at sign-in; also names the profile's database and session. */
  readonly device: string;
  readonly person: string;
  readonly name: string;
  readonly account: string;
  readonly commune: ProfileCommune;
  readonly roles: readonly string[];
  /** The device's letter in speakable numbers. */
  readonly letter: string;
  /** What the server last called this device; told again should a restored server have forgotten it. */
  readonly deviceName?: string;
  /** Public key to which files of unsent work are sealed. */
  readonly capsuleKey: string;
  /** Signs such files; its private half cannot leave this browser. Absent where the page is not secure. */
  readonly signingKey?: CryptoKeyPair;
  /** Signs incidents in text messages; asked of the server once, while there is a link. */
  readonly smsKey?: string;
  /** Its person wants to be woken on this device. */
  readonly push?: boolean;
  /** Keys of notices that were read here, and of those shown as notifications. */
  readonly readNotices?: readonly string[];
  readonly shownNotices?: readonly string[];
  readonly pin?: PinLock;
  /** `locked`: signed out; what was unsent is kept and still goes out by the session of this device. */
  readonly state: "open" | "locked";
  readonly createdAt: number;
  readonly lastUsed: number;
  readonly lastKnown: ProfileCounts;
}

export interface ProfileCommune {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly sample: boolean;
}

export interface ProfileCounts {
  /** Saved here, not yet on the server. */
  readonly unsent: number;
  /** Refused, and not mended. */
  readonly dead: number;
  readonly at: number;
}

export interface PinLock {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly hash: Uint8Array<ArrayBuffer>;
  readonly rounds: number;
  /** How many digits, so that it opens at the last one; locks of before learn it when they are opened. */
  readonly digits?: number;
  /** Wrong tries in a row, and until when no further one counts. */
  readonly wrong: number;
  readonly blockedUntil: number;
}

export interface Settings {
  readonly theme: "device" | "light" | "dark";
  /** Per cent of the normal size. */
  readonly textSize: "100" | "125" | "150" | "200";
  readonly language: "vi" | "en";
  /** Minutes without a touch after which a shared device puts the open book away; absent on a person's own device. */
  readonly lockAfter?: LockAfter;
  /** *Ảnh chờ Wi-Fi*: photos are not sent where bytes may cost. */
  readonly photosWait?: boolean;
}

export type LockAfter = "off" | "1" | "3" | "5" | "10";

export type KeptValue =
  | { readonly key: "settings"; readonly value: Settings }
  | { readonly key: "current"; readonly value: string };
