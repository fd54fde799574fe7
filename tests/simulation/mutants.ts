/**
 * Deliberate bugs, each one line of the engine changed, that the simulation must catch. They are applied to the source
 * as it is loaded, so that the product itself holds no switch for being wrong.
 */
export interface Mutant {
  readonly name: string;
  /** Below `src/`. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** The plans that meet it soon, where those of today are long in doing so: some later steps heal what it breaks. */
  readonly meets?: { readonly steps: string; readonly seeds?: string };
}

export const mutants: readonly Mutant[] = [
  {
    name: "no dedupe",
    file: "authority/take-ops.ts",
    find: "if (known && !part) {",
    replace: "if (known && op.n < 0) {",
  },
  {
    name: "sms op applied twice",
    file: "authority/partial.ts",
    find: "return isPartial(known) && op.pt === undefined && op.z === undefined && isSame;",
    replace: "return isPartial(known) || op.pt === 1;",
  },
  {
    name: "completing a message takes back later edits",
    file: "authority/partial.ts",
    find: "return clock !== undefined && smsFields.has(field) && !isOf(op, clock);",
    replace: "return false;",
  },
  {
    name: "a late own op overwrites",
    file: "authority/merge.ts",
    find: "if (question.isLate || (isMine && clock.n > question.n)) return { write: false, superseded: true };",
    replace: "",
  },
  {
    name: "a late own op overwrites what was written upon the later one",
    file: "authority/written-later.ts",
    find: "if (op.n >= lastN) return new Set();",
    replace: "if (op.n > 0) return new Set();",
    meets: { steps: "today", seeds: "1005330..1005400" },
  },
  {
    name: "no sent store",
    file: "sync/epoch.ts",
    find: "if (!stands(sent)) again.push(",
    replace: "if (sent.n < 0) again.push(",
  },
  {
    name: "cursor before rows",
    file: "sync/apply-reply.ts",
    find: "received = await takeRows(tx, next, reply, touched);",
    replace: "received = (await takeRows(tx, next, { ...reply, rows: reply.rows.slice(0, -1) }, touched));",
  },
  {
    name: "sequence taken early",
    file: "authority/run-exchange.ts",
    find: "const cursor = rows.length >= limit ? (rows.at(-1)?.seq ?? after) : seq;",
    replace: "const cursor = seq;",
  },
  {
    name: "ack on HTTP 200",
    file: "sync/apply-reply.ts",
    find: "const receipts = readReceipts(reply.receipts);",
    replace:
      "const receipts = [...readReceipts(reply.receipts), ...request.ops.map((op) => ({ n: op.n, s: 0, r: 'applied' as const, at: 0 }))];",
  },
  {
    name: "receipts of everything in the outbox",
    file: "sync/apply-reply.ts",
    find: 'if (!receipt || receipt.r === "parked" || ids.some((id) => held.has(id))) return false;',
    replace: "if (!receipt) return true;",
  },
  {
    name: "purge on revoke",
    file: "sync/let-go.ts",
    find: "if (pending.has(row.id)) touched.add(row.id);\n    else if (standing)",
    replace: "if (standing)",
  },
  {
    name: "no compare-and-set",
    file: "sync/apply-reply.ts",
    find: "(isNewEpoch || current.version === version)",
    replace: "true",
    meets: { steps: "without-sms" },
  },
  {
    name: "old-epoch ack",
    file: "sync/apply-reply.ts",
    find: "if (reply.epoch !== current.epoch && request.epoch !== current.epoch) {",
    replace:
      "if (reply.epoch !== current.epoch && request.epoch !== current.epoch) { await takeReceipts(tx, { ...current, scopes: reply.scopes }, readReceipts(reply.receipts), false, reply.serverTime, new Set());",
    meets: { steps: "before" },
  },
  {
    name: "boot without min",
    file: "authority/run-exchange.ts",
    find: "first.arrived.reduce((low, { at }) => Math.min(low, at), changed.cursor)",
    replace: "changed.cursor",
  },
  {
    name: "no sweep after a new first sync",
    file: "sync/let-go.ts",
    find: "await sweep(tx, rest, due, touched);",
    replace: "",
  },
  {
    name: "clocks instead of what was seen",
    file: "authority/merge.ts",
    find: "if (clock.seq <= question.base) return { write: true };",
    replace: "",
  },
  {
    name: "losing values vanish",
    file: "authority/write-change.ts",
    find: "if (verdict.loser && clock) {",
    replace: 'if (verdict.loser === "mine" && clock) {',
  },
  {
    name: "a torn erasure mark swallows the next",
    file: "server/ops/erasure-lines.ts",
    find: 'last === undefined || last === newLine ? "" : "\\n"',
    replace: '""',
  },
  {
    name: "erasure marks are not asked",
    file: "authority/write-change.ts",
    find: "const erased = draft.input.erased.has(change.id);",
    replace: "const erased = false;",
  },
  {
    name: "overlay dropped with the receipt",
    file: "sync/apply-reply.ts",
    find: "return (nothingLeft && meta.cursor >= receipt.s) || haveCome(tx, ids, receipt.s);",
    replace: "return true;",
  },
  {
    name: "own result trusted after a race",
    file: "authority/draft.ts",
    find: "if ((before?.seq ?? 0) !== base && !this.input.ownChain.has(change.id)) this.own = false;",
    replace: "",
  },
  {
    name: "what hangs under a record stays behind",
    file: "authority/take-along.ts",
    find: "if (moves.exits.length === 0 && moves.rows.length < 2) return moves;",
    replace: "if (seq > 0) return moves;",
  },
  {
    name: "exits forgotten",
    file: "authority/take-one.ts",
    find: "for (const exit of decision.exits) await tx.putExit(exit);",
    replace: "",
    meets: { steps: "without-sms" },
  },
  {
    name: "one bad op stops the rest",
    file: "authority/take-ops.ts",
    find: "if (!parsed.success || parsed.data.v > opVersion) continue;",
    replace:
      'if (!parsed.success || parsed.data.v > opVersion || parsed.data.a === "incident.move") return ops;',
  },
  {
    name: "leftovers swept before all is here",
    file: "sync/let-go.ts",
    find: "if (isMoreToCome) return { ...rest, unswept: due };",
    replace: "",
    meets: { steps: "without-sms", seeds: "1001..2500" },
  },
  {
    name: "no floor",
    file: "authority/run-exchange.ts",
    find: "const isTold = sameEpoch && request.cursor >= before.floor;",
    replace: "const isTold = sameEpoch;",
    meets: { steps: "without-sms" },
  },
  {
    name: "digests never compared",
    file: "authority/run-exchange.ts",
    find: "return asked.filter((scope) => String(truth.get(scope)) !== String(digest[scope]));",
    replace: "return [];",
  },
  {
    name: "a first sync anew sweeps nothing",
    file: "sync/apply-reply.ts",
    find: "if (!isKnown || anew.has(scope))",
    replace: "if (!isKnown)",
  },
  {
    name: "sent ops pruned before a backup has them",
    file: "sync/self-check.ts",
    find: "n <= meta.durableN && receipt.at < serverTime - sentKeptMs && op.w < wall - sentKeptMs,",
    replace: "n > 0 && receipt.at < serverTime - sentKeptMs && op.w < wall - sentKeptMs,",
  },
  {
    name: "a save trusts what this tab wrote last",
    file: "sync/known-meta.ts",
    find: "return guess === meta || JSON.stringify(guess) === JSON.stringify(meta);",
    replace: "return guess !== undefined && meta !== undefined;",
  },
  {
    name: "bytes of a photo let go before the server has them",
    file: "client/photos/tidy-blobs.ts",
    find: 'else if (times.every((at) => typeof at === "number")) {',
    replace: "else {",
  },
  {
    name: "a photo out of sight is never sent",
    file: "client/photos/photo-queue.ts",
    find: "const unseen = await unseenPhotos(tx);",
    replace: "const unseen = (await unseenPhotos(tx)).slice(0, 0);",
  },
  {
    name: "personal part of an append in the log",
    file: "authority/personal-parts.ts",
    find: "const writes = writesOf(change);",
    replace: 'const writes = change.c === "append" ? [] : writesOf(change);',
  },
  {
    name: "personal content among members in the log",
    file: "authority/personal-parts.ts",
    find: 'if (change.c === "members") return withoutMembers(change, names);',
    replace: 'if (change.c === "members") return change;',
  },
  {
    name: "personal content kept with a decided op",
    file: "authority/take-one.ts",
    find: 'decision.outcome === "parked" ? await withoutErased(tx, op, personal) : undefined;',
    replace: "await withoutErased(tx, op, personal);",
  },
  {
    name: "a receipt of the old history is kept",
    file: "sync/epoch.ts",
    find: "receipt.s <= agreed &&",
    replace: "",
  },
  {
    name: "who was refused in the old history never hears that the new one took it",
    file: "sync/take-receipts.ts",
    find: 'if (entry.op.z && receipt.r !== "parked" && (await takeBackDead(tx, entry, receipt, touched))) continue;',
    replace: "",
  },
  {
    name: "what moved on beyond the page does not come along",
    file: "authority/moved-over.ts",
    find: "return cover !== undefined && !(row.seq <= cursor && booted.includes(cover));",
    replace: "return cover !== undefined && !booted.includes(cover);",
  },
  {
    name: "one's own of long ago does not come along to where one does not read",
    file: "authority/moved-over.ts",
    find: "(coverOf(granted, row.scope) ?? ownCover(granted, row))",
    replace: "coverOf(granted, row.scope)",
    meets: { steps: "today", seeds: "7080..7090" },
  },
  {
    name: "what is pending keeps ground of one's own that is gone",
    file: "sync/let-go.ts",
    find: "(await groundsOf(tx, pinned)).filter(isOld)",
    replace: "(await groundsOf(tx, pinned)).filter((row) => isOld(row) && !isOldOwn(row))",
    meets: { steps: "today", seeds: "4995..5005" },
  },
  {
    name: "one's own of long ago is not told on as its first sync begins anew",
    file: "authority/run-exchange.ts",
    find: "at: goesOn(scope),",
    replace: "",
    meets: { steps: "today", seeds: "308840..308850" },
  },
  {
    name: "what an author's device did to what it may only read does not come back",
    file: "authority/run-exchange.ts",
    find: " || row.changed.device === session.device;",
    replace: ";",
    meets: { steps: "today", seeds: "305020..305030" },
  },
  {
    name: "an earlier own value that waits lies on top of a later one",
    file: "sync/take-receipts.ts",
    find: "if (entry && results && !isAbove) done.push(entry);",
    replace: "if (entry && results) done.push(entry);",
    meets: { steps: "today", seeds: "303700..303710" },
  },
  {
    name: "grace for a lost device",
    file: "authority/rights-check.ts",
    find: "if (times.lost) return null;",
    replace: "",
  },
  {
    name: "waiting makes a deed later",
    file: "authority/take-one.ts",
    find: "...(wasTimed(context.earlier) ? { parkedEffective: context.earlier.effective } : {}),",
    replace: "",
  },
  {
    name: "a completed message's time binds nobody",
    file: "authority/take-ops.ts",
    find: "if (op.n < device.lastN) return { ...device, contiguousN };",
    replace: "if (op.n <= device.lastN) return { ...device, contiguousN };",
  },
  {
    name: "the second of two gaps is not asked for",
    file: "authority/run-exchange.ts",
    find: "next = Math.max(next, to + 1);",
    replace: "next = Math.max(next, to + 2);",
  },
  {
    name: "an op decided again keeps its first seq",
    file: "authority/receipts.ts",
    find: "s: op.redecidedSeq ?? op.seq,",
    replace: "s: op.seq,",
  },
  {
    name: "histories agree as far as the last restore",
    file: "authority/epochs.ts",
    find: "Math.min(...state.pastEpochs.slice(past).map(({ restoredSeq }) => restoredSeq));",
    replace: "(state.pastEpochs.at(-1)?.restoredSeq ?? 0);",
  },
  {
    name: "a message's part counts as held",
    file: "authority/memory-commune-store.ts",
    find: "const held = [...(content.ops.get(device)?.values() ?? [])].filter((op) => !isPartial(op));",
    replace: "const held = [...(content.ops.get(device)?.values() ?? [])];",
  },
  {
    name: "times ahead of now bind a device",
    file: "authority/decide.ts",
    find: "const past = (time: number) => (time <= now ? time : 0);",
    replace: "const past = (time: number) => time;",
  },
  {
    name: "a day of which nobody is sure is refused for good",
    file: "authority/decide.ts",
    find: 'draft.input.inDoubt && code === dayCode ? "parked" : "rejected"',
    replace: '"rejected"',
  },
  {
    name: "what left with its holder is not told to who reads where it lies",
    file: "authority/moved-over.ts",
    find: "return rows.filter((row) => {\n    const cover",
    replace: "return rows.slice(0, 1).filter((row) => {\n    const cover",
  },
];
