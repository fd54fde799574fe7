const stem = "call/";

/** A visit has one record of its own for what only those who must act may read. */
export function callIdOf(visit: string): string {
  return `${stem}${visit}`;
}

export function isCall(id: string): boolean {
  return id.startsWith(stem);
}

export function visitOfCall(call: string): string {
  return call.slice(stem.length);
}
