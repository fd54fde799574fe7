import { useMemo } from "react";
import type { Logbook } from "#client/logbook.ts";
import { systemClock, systemRandomness } from "#client/system-ports.ts";
import type { Fields } from "#domain/record.ts";
import { newId } from "#kernel/ids.ts";
import { accept, type Refusal, type Result } from "#kernel/result.ts";
import type { DraftChange, OpDraft, Saved } from "#sync/commit.ts";
import { correctedNow } from "#sync/device-clock.ts";
import type { DeviceReadTx, StoredRow } from "#sync/device-store.ts";
import { useDesk, useLogbook } from "../logbook-context.tsx";
import { takeNumber } from "./incident-number.ts";

/** What a verb needs of the open book: who writes, when, and where it is saved. */
export interface Hand {
  /**
   * Saves a deed, or several that belong together: all or none. A verb that must look first is given the transaction, in
   * which it reads, judges and writes, so that no other tab comes between. Without a change nothing is written.
   */
  readonly commit: (deed: OpDraft | Verb) => Promise<Result<Done, string>>;
  readonly person: string;
  /** The corrected clock, Unix ms. */
  readonly now: () => number;
  readonly newId: () => string;
}

/** What was saved; where it changed something already saved, it can be undone. */
export interface Done extends Pick<Saved, "n" | "ids"> {
  readonly undo?: () => Promise<Result<unknown, string>>;
}

export type Verb = (tx: CommandTx) => Promise<OpDraft | readonly OpDraft[] | Refused>;
interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
}

/** The book as it lies in the database at the moment of saving, not as the screen last drew it. */
export interface CommandTx {
  /** Null when it is not here. */
  readonly row: (id: string) => Promise<StoredRow | null>;
  /** The live records under these keys. */
  readonly rows: (...keys: readonly string[]) => Promise<StoredRow[]>;
  /** What is kept of a form under this key. */
  readonly kept: (key: string) => Promise<unknown>;
  /** The next speakable number of an incident, never given twice on this device. */
  readonly nextNumber: () => Promise<string>;
  /** Writes a record under its natural key: made, changed, or brought back if it had been deleted. */
  readonly put: (kind: string, id: string, fields: Fields) => Promise<DraftChange[]>;
  /** Makes the record of a form. Where another tab has saved the same form, only what was typed otherwise since is changed. */
  readonly make: (kind: string, id: string, fields: Fields) => Promise<DraftChange[]>;
  /** An entry of a form: the same one from another tab is there already, another text is one more. */
  readonly append: (kind: string, id: string, under: string, fields: Fields) => Promise<DraftChange[]>;
}

export function useHand(): Hand {
  const logbook = useLogbook();
  const meta = useDesk()?.meta;
  const offset = meta?.offset ?? null;
  return useMemo(
    () => handOf(logbook, () => Math.round(correctedNow({ offset }, systemClock.wall()))),
    [logbook, offset],
  );
}

function handOf(logbook: Pick<Logbook, "commit" | "commitAll" | "profile">, now: () => number): Hand {
  return {
    async commit(deed) {
      const saved = await (typeof deed === "function" ? commitVerb(logbook, deed) : logbook.commit(deed));
      return saved.ok ? accept(undoable(logbook, saved.value)) : saved;
    },
    person: logbook.profile.person,
    now,
    newId: makeId,
  };
}

function undoable(logbook: Pick<Logbook, "commitAll">, { back, ...saved }: Saved): Done {
  if (!back) return saved;
  return {
    ...saved,
    undo: () =>
      logbook.commitAll(async (tx) => {
        const draft = await back(tx, makeId);
        return accept(draft.changes.length > 0 ? [draft] : []);
      }),
  };
}

const makeId = () => newId(systemClock, systemRandomness);

async function commitVerb(
  logbook: Pick<Logbook, "commitAll" | "profile">,
  verb: Verb,
): Promise<Result<Saved, string>> {
  const saved = await logbook.commitAll(async (tx) => {
    const decided = await verb(commandTx(tx, logbook.profile));
    if ("ok" in decided) return decided;
    const drafts = "action" in decided ? [decided] : decided;
    return accept(drafts.filter(({ changes }) => changes.length > 0));
  });
  return saved.ok ? accept(saved.value[0] ?? { n: 0, ids: [] }) : saved;
}

function commandTx(tx: DeviceReadTx, profile: Logbook["profile"]): CommandTx {
  return {
    row: async (id) => {
      const row = await tx.row(id);
      return row && !row.deleted ? row : null;
    },
    rows: async (...keys) => {
      const found = await Promise.all(keys.map((key) => tx.rowsByKey(key)));
      return found.flat().filter((row) => !row.deleted);
    },
    kept: async (key) => (await tx.draft(key))?.value,
    nextNumber: () => takeNumber(tx, profile),
    async put(kind, id, fields) {
      const known = await tx.row(id);
      if (!known) return [{ c: "create", kind, id, fields }];
      const back: DraftChange[] = known.deleted ? [{ c: "restore", kind, id }] : [];
      return [...back, { c: "set", kind, id, fields }];
    },
    async make(kind, id, fields) {
      const known = await tx.row(id);
      if (!known) return [{ c: "create", kind, id, fields }];
      const differing = known.deleted ? {} : differingFields(known, fields);
      return Object.keys(differing).length > 0 ? [{ c: "set", kind, id, fields: differing }] : [];
    },
    async append(kind, id, under, fields) {
      const known = await tx.row(id);
      if (known && Object.keys(differingFields(known, fields)).length === 0) return [];
      return [{ c: "append", kind, id: known ? makeId() : id, under, fields }];
    },
  };
}

function differingFields({ body, personal }: StoredRow, fields: Fields): Fields {
  const known: Fields = { ...body, ...personal };
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(known[name])),
  );
}
