import { partEnd, phraseKey } from "./symptom-phrases.ts";

/** A note into which symptoms are pressed and out of which they are taken again; the rest stays as it was typed. */
export function hasSymptom(note: string, symptom: string): boolean {
  return placeOf(note, symptom) !== null;
}

export function withSymptom(note: string, symptom: string): string {
  if (hasSymptom(note, symptom)) return note;
  const before = note.trimEnd();
  if (before === "") return raised(symptom);
  if (/[.!?]$/.test(before)) return `${before} ${raised(symptom)}`;
  if (/[,;:]$/.test(before)) return `${before} ${lowered(symptom)}`;
  return note.endsWith("\n") ? `${before}\n${raised(symptom)}` : `${before}, ${lowered(symptom)}`;
}

/** Takes the symptom out with the comma that tied it; what then begins the note begins with a capital. */
export function withoutSymptom(note: string, symptom: string): string {
  const place = placeOf(note, symptom);
  if (!place) return note;
  const [from, to] = place;
  const head = note.slice(0, from);
  const tail = note.slice(to);
  if (head.trim() === "") return raised(tail.replace(/^[\s,;.:!?]+/, ""));
  const tied = head.replace(/[\s,;]+$/, "");
  return tail.trim() === "" ? tied : `${tied}${/[.:!?]$/.test(tied) ? tail.replace(/^[.,;]+/, "") : tail}`;
}

/** From where to where a part of the note says just this. */
function placeOf(note: string, symptom: string): [number, number] | null {
  const wanted = phraseKey(symptom);
  if (wanted === "") return null;
  let from = 0;
  for (const end of [...note.matchAll(partEnd), null]) {
    const part = note.slice(from, end?.index);
    const lead = part.length - part.trimStart().length;
    if (phraseKey(part) === wanted) return [from + lead, from + part.trimEnd().length];
    if (end) from = end.index + end[0].length;
  }
  return null;
}

function raised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** *Mất mạng* within a sentence; *USB*, *VNeID* and *4G* stay as they are. */
function lowered(text: string): string {
  return /^\p{Lu}[\p{Ll}\s]/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
