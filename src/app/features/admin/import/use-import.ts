import { useState } from "react";
import { useSearchParams } from "react-router";
import { readSpreadsheet } from "#documents/spreadsheet.ts";
import { type Columns, guessColumns, linesOf } from "#domain/org/import/import-columns.ts";
import { type ImportKind, mostLines } from "#domain/org/import/import-lines.ts";
import { type OldCells, oldCellsIn } from "#domain/org/import/old-cells.ts";
import { accept, refuse } from "#kernel/result.ts";
import { useLogbook } from "../../../logbook-context.tsx";
import { type Command, useCommand } from "../../../use-command.ts";
import { type ImportReply, sendImport } from "./import-api.ts";

interface Opened {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
  readonly columns: Columns;
}

/** From a file to records: opened on the device, judged by the server, reviewed, and only then written. */
export interface ImportDesk {
  readonly what: ImportKind;
  readonly opened: Opened | null;
  readonly reply: ImportReply | null;
  readonly done: ImportReply | null;
  /** Lines a person has left out. */
  readonly left: ReadonlySet<number>;
  readonly update: boolean;
  readonly command: Command;
  readonly choose: (what: ImportKind) => void;
  readonly open: (file: File) => Promise<void>;
  /** Cells in letters of before Unicode, until a person has said what becomes of them. */
  readonly old: OldCells | null;
  readonly answerOld: (convert: boolean) => Promise<void>;
  readonly setColumn: (field: string, column: number) => void;
  readonly judge: () => Promise<void>;
  readonly leave: (line: number, out: boolean) => void;
  readonly setUpdate: (update: boolean) => void;
  readonly apply: () => Promise<void>;
  readonly restart: () => void;
}

export function useImport(): ImportDesk {
  const { profile } = useLogbook();
  const asked = useSearchParams()[0].get("gi");
  const command = useCommand("nothing");
  const [what, setWhat] = useState<ImportKind>(asked === "equipment" ? asked : "people");
  const [opened, setOpened] = useState<Opened | null>(null);
  const [old, setOld] = useState<OldCells | null>(null);
  const [reply, setReply] = useState<ImportReply | null>(null);
  const [done, setDone] = useState<ImportReply | null>(null);
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [update, setUpdate] = useState(false);
  const forget = () => {
    setReply(null);
    setDone(null);
    setLeft(new Set());
    setUpdate(false);
    command.clear();
  };
  const ask = (file: Opened, kind: ImportKind, apply: boolean, keep: (line: number) => boolean) =>
    command.run(async () => {
      const lines = linesOf(kind, file.rows, file.columns).filter(({ line }) => keep(line));
      if (lines.length === 0) return refuse("sheet-no-lines");
      if (lines.length > mostLines[kind]) return refuse("sheet-too-many", { most: mostLines[kind] });
      return sendImport(profile.device, kind, lines, { apply, update: apply && update });
    });
  const judge = async (file: Opened, kind: ImportKind) => {
    if (!hasNeeded(kind, file.columns)) return;
    const answer = await ask(file, kind, false, () => true);
    if (answer) setReply(answer);
  };
  return {
    ...{ what, opened, old, reply, done, left, update, command, setUpdate },
    choose(next) {
      forget();
      setWhat(next);
      if (opened) setOpened({ ...opened, columns: guessColumns(next, opened.rows) });
    },
    async open(file) {
      forget();
      const read = await command.run(async () => {
        const sheet = await readSpreadsheet(file);
        return sheet.ok ? accept(sheet.value) : sheet;
      });
      setOpened(null);
      setOld(null);
      if (!read) return;
      const next = { name: file.name, rows: read.rows, columns: guessColumns(what, read.rows) };
      const found = oldCellsIn(read.rows);
      setOpened(next);
      setOld(found);
      if (!found) await judge(next, what);
    },
    async answerOld(convert) {
      if (!opened || !old) return;
      const rows = convert ? old.rows : opened.rows;
      const next = { ...opened, rows, columns: guessColumns(what, rows) };
      setOld(null);
      setOpened(next);
      await judge(next, what);
    },
    setColumn(field, column) {
      setReply(null);
      setOpened(
        (now) => now && { ...now, columns: { ...now.columns, of: { ...now.columns.of, [field]: column } } },
      );
    },
    judge: async () => {
      if (opened) await judge(opened, what);
    },
    leave: (line, out) =>
      setLeft((now) => new Set(out ? [...now, line] : [...now].filter((one) => one !== line))),
    async apply() {
      if (!opened || !reply) return;
      const state = new Map(reply.plan.map((one) => [one.line, one.state]));
      const answer = await ask(
        opened,
        what,
        true,
        (line) => !left.has(line) && state.has(line) && state.get(line) !== "wrong",
      );
      if (!answer) return;
      // Somebody else has changed the book meanwhile: the lines are judged anew and nothing is written.
      if (answer.applied) setDone(answer);
      else setReply(answer);
    },
    restart() {
      forget();
      setOld(null);
      setOpened(null);
    },
  };
}

/** Without these columns there is nothing to read. */
export const needed = { people: ["name", "roles"], equipment: ["code", "name"] } as const;

export function hasNeeded(kind: ImportKind, { of }: Columns): boolean {
  return needed[kind].every((field) => (of[field] ?? -1) >= 0);
}
