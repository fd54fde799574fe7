/** The three kinds of commune-level units since July 2025 (Law 72/2025/QH15). */
export type CommuneLevel = "commune" | "ward" | "zone";

const levels: readonly (readonly [words: RegExp, level: CommuneLevel])[] = [
  [/^phường\s+/iu, "ward"],
  [/^đặc\s+khu\s+/iu, "zone"],
  [/^xã\s+/iu, "commune"],
];

/** What a commune is called by law: its name begins with the word. A name without one is a commune's. */
export function levelOf(name: string): CommuneLevel {
  return levels.find(([words]) => words.test(name.trim()))?.[1] ?? "commune";
}

/** The name without the word of its level: Nghĩa Thọ. */
export function placeName(name: string): string {
  const trimmed = name.trim();
  const found = levels.find(([words]) => words.test(trimmed));
  return found ? trimmed.replace(found[0], "") : trimmed;
}
