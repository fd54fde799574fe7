import { callDaysOf } from "#domain/calls/call-ends.ts";
import { kindNames, kindOf } from "#domain/kinds.ts";
import { communeRecordId } from "#domain/org/commune-id.ts";
import type { CommuneTx } from "./commune-store.ts";

/** Records whose personal content has come to its end by the commune's setting. */
export async function endedRecords(tx: CommuneTx, now: number): Promise<string[]> {
  const [commune] = await tx.rows([communeRecordId]);
  const days = callDaysOf(commune?.body);
  const ended: string[] = [];
  for (const kind of kindNames()) {
    const endsAt = kindOf(kind)?.endsAt;
    if (!endsAt) continue;
    const rows = await tx.rows(await tx.holding(kind));
    ended.push(...rows.filter((row) => endsAt(row, days) <= now).map(({ id }) => id));
  }
  return ended;
}
