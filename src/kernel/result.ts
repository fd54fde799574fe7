/** A refusal that the caller must handle: `code` is also its locale key, `facts` fill the sentence. */
export type Refusal<Code extends string = string> = { readonly code: Code; readonly facts?: Facts };
export type Facts = Readonly<Record<string, string | number | boolean | null>>;
export type Result<T, Code extends string = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal<Code> };

export function accept<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

export function refuse<Code extends string>(
  code: Code,
  facts?: Facts,
): { ok: false; refusal: Refusal<Code> } {
  return { ok: false, refusal: facts ? { code, facts } : { code } };
}
