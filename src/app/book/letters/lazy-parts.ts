import { lazyPart } from "../../late-part.tsx";

/** Hardly anybody meets letters of before Unicode. */
export const OldLettersOffer = lazyPart(
  async () => (await import("./old-letters-offer.tsx")).OldLettersOffer,
  "letters",
);

/** Signs of Western Europe that no text in Unicode has, or a mark behind its letter: worth a closer look. */
export function mayBeOld(text: string): boolean {
  return /[\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db-\u00dc\u00de\u00df\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe]|[aeouy][\u00e0-\u00fa]/i.test(
    text,
  );
}
