import { useState } from "react";
import type { Conflict } from "#domain/conflicts/conflict-kind.ts";
import { mayDo } from "#domain/rights.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { formatMoment } from "../i18n/format.ts";
import { textOf, useText } from "../i18n/i18n.ts";
import { useLive, useLogbook, useMe, useNow } from "../logbook-context.tsx";
import { TextLink } from "../ui/button.tsx";
import { ConflictCards } from "../ui/conflict-cards.tsx";
import { announce } from "../ui/live-region.tsx";
import { fieldName, templateRows, valueWords } from "./field-words.ts";
import { type Choice, settleConflict, sideValue } from "./settle.ts";

/**
 * Where two people changed the same thing on this record: two equal cards each. The one in use stands if nobody
 * chooses. Needs the sentences of `conflicts`.
 */
export function RecordConflicts({ record }: { record: string }) {
  const found = useConflicts(record);
  const me = useMe();
  if (!mayDo(me.rights, "conflict", "move")) return null;
  if (!found || found.open.length === 0) return null;
  return found.open.map((row) => <OneConflict key={row.id} row={row} {...found} />);
}

interface Found {
  readonly open: readonly StoredRow[];
  readonly shown: StoredRow | null;
  readonly names: ReadonlyMap<string, string>;
  readonly templates: readonly StoredRow[];
}

function useConflicts(record: string): Found | undefined {
  return useLive<Found>(
    async (tx) => {
      const rows = await tx.rowsByKey(`conflict-of/${record}`);
      const open = rows.filter((row) => row.body.state === "open" && !row.deleted);
      const named = open.length === 0 ? [] : [...(await namedRows(tx)), ...(await referredRows(tx, open))];
      return {
        open,
        shown: (await tx.row(record)) ?? null,
        names: new Map(named.map((row) => [row.id, nameOf(row)])),
        templates: open.length === 0 ? [] : await templateRows(tx),
      };
    },
    [record],
  );
}

async function namedRows(tx: { rowsByKey(key: string): Promise<StoredRow[]> }): Promise<StoredRow[]> {
  const lists = [];
  for (const kind of ["person", "unit", "village", "site", "equipment", "checkTemplateVersion"])
    lists.push(await tx.rowsByKey(kind));
  return lists.flat();
}

/** What either side names and no list above has, such as a linked incident. */
async function referredRows(
  tx: { row(id: string): Promise<StoredRow | undefined> },
  open: readonly StoredRow[],
): Promise<StoredRow[]> {
  const values = open.flatMap((row) => [sideValue(row, "using"), sideValue(row, "other")]).flat();
  const ids = new Set(values.filter((one) => typeof one === "string" && one !== ""));
  const rows = await Promise.all([...ids].map((id) => tx.row(id as string)));
  return rows.filter((row) => row !== undefined && nameOf(row) !== "") as StoredRow[];
}

/** A version of a template has no name but its number, and so has an incident. */
function nameOf({ body }: StoredRow): string {
  return typeof body.version === "number"
    ? textOf("conflicts:version", { version: body.version })
    : String(body.name ?? body.number ?? body.title ?? "");
}

function OneConflict({ row, shown, names, templates }: Found & { row: StoredRow }) {
  const t = useText("conflicts");
  const me = useMe();
  const { now } = useNow();
  const { settle, problem } = useSettle(row, shown);
  const conflict = row.body as unknown as Conflict;
  const what = fieldName(t, conflict.kind, conflict.field, templates);
  const personName = (id: string) => (id === me.person ? me.name : (names.get(id) ?? t("common:someone")));
  const isMine = (side: Choice) => conflict[side].by === me.person;
  const version = (side: Choice) => {
    const { by, at } = conflict[side];
    const value =
      conflict.field === ""
        ? t((side === "using") === Boolean(shown) ? "edited" : "deleted")
        : valueWords(t, { ...conflict, value: sideValue(row, side), now, names });
    return {
      key: side,
      title: isMine(side)
        ? t("mine")
        : isMine(side === "using" ? "other" : "using")
          ? t("theirs")
          : personName(by),
      value,
      long: value.length > 12,
      lines: [personName(by), formatMoment(at, now)],
      inUse: side === "using",
      onChoose: () => void settle(side),
    };
  };
  const mineFirst = conflict.other.by === me.person && conflict.using.by !== me.person;
  const order: Choice[] = mineFirst ? ["other", "using"] : ["using", "other"];
  return (
    <>
      <ConflictCards
        title={t("title", { what })}
        explain={problem ?? t("explain", { what, name: personName(conflict.using.by) })}
        versions={order.map(version)}
        inUseText={t("inUse")}
        chooseText={t("choose")}
      />
      <KeepButton onKeep={() => void settle("using")} />
    </>
  );
}

function KeepButton({ onKeep }: { onKeep: () => void }) {
  const t = useText("conflicts");
  return (
    <p className="conflict-keep">
      <TextLink onClick={onKeep}>{t("keepInUse")}</TextLink>
    </p>
  );
}

function useSettle(row: StoredRow, shown: StoredRow | null) {
  const t = useText("conflicts");
  const logbook = useLogbook();
  const [problem, setProblem] = useState<string>();
  const settle = async (choice: Choice) => {
    const saved = await logbook.commit(settleConflict(row, choice, shown));
    if (saved.ok) announce(t("common:savedSentence"));
    else setProblem(t("notSaved"));
  };
  return { settle, problem };
}
