import type { DecidedOp, ServerRow } from "#authority/commune-store.ts";
import { kindOf } from "#domain/kinds.ts";
import type { Json } from "#kernel/json.ts";
import { Violation } from "../violation.ts";

/** Shorter ones could stand in a log by chance. */
const shortest = 6;

/**
 * Personal content lies where it can be erased and nowhere else, whatever kind of change brought it: not in the permanent
 * log, not among a row's plain fields. Told by the content itself, which in the simulation is unlike anything else.
 */
export class PersonalContent {
  private readonly seen = new Map<string, ReadonlySet<string>>();

  /** An op as it came in, by whatever road. */
  cameIn(op: unknown): void {
    const { d, n, ch = [] } = op as { d?: string; n?: number; ch?: readonly unknown[] };
    const found = new Set(this.seen.get(`${d}#${n}`));
    for (const change of ch) for (const text of contentOf(change as Loose)) found.add(text);
    if (found.size > 0) this.seen.set(`${d}#${n}`, found);
  }

  checkLogged(decided: DecidedOp, written: readonly ServerRow[]): void {
    const { personal, ...permanent } = decided;
    const name = `${decided.device}#${decided.n}`;
    if (personal && decided.outcome !== "parked")
      throw new Violation(8, `${name} is ${decided.outcome}, and its personal content is kept with it`);
    const contents = this.seen.get(name);
    if (!contents) return;
    const log = JSON.stringify(permanent);
    for (const text of contents)
      if (log.includes(text)) throw new Violation(8, `personal content of ${name} lies in the permanent log`);
    for (const row of written) {
      const plain = JSON.stringify(row.body);
      for (const text of contents)
        if (plain.includes(text))
          throw new Violation(8, `personal content of ${name} lies open in ${row.id}`);
    }
  }
}

type Loose = { readonly [part: string]: unknown };

function contentOf(change: Loose): string[] {
  const names = kindOf(String(change["k"]))?.personal ?? [];
  const isPersonal = (field: string) => names.some((name) => field === name || field.startsWith(`${name}.`));
  const named = (of: unknown) => Object.entries((of ?? {}) as Loose).filter(([field]) => isPersonal(field));
  const apart = Object.values((change["p"] ?? {}) as Loose);
  const astray = [...named(change["f"]), ...named(change["add"]), ...named(change["remove"])];
  return textsIn([...apart, ...astray.map(([, value]) => value)] as Json).filter(
    (text) => text.length >= shortest,
  );
}

function textsIn(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return (Array.isArray(value) ? value : Object.values(value)).flatMap(textsIn);
}
