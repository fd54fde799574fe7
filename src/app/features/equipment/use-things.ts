import { useMemo } from "react";
import type { CheckRun, CheckTemplate } from "#domain/checks/check-kinds.ts";
import { templateOfRun } from "#domain/checks/template-at.ts";
import type { TemplateVersion } from "#domain/checks/template-versions.ts";
import { isOpen } from "#domain/incidents/incident-order.ts";
import { answersAbout, type CheckedSpell, spellsOf } from "#domain/org/equipment-history.ts";
import type { Equipment } from "#domain/org/org-kinds.ts";
import { addDays, type CalendarDay } from "#kernel/calendar.ts";
import { fold } from "#kernel/text.ts";
import type { DeviceReadTx, StoredRow } from "#sync/device-store.ts";
import { incidentOf } from "../../book/incident-row.tsx";
import { compareText } from "../../i18n/format.ts";
import { readRows, useLive, useRowsByKey } from "../../logbook-context.tsx";

/** One thing of the register, and whether an incident about it is open. */
export interface Thing {
  readonly id: string;
  readonly row: StoredRow;
  readonly body: Equipment;
  readonly isFaulty: boolean;
}

/** By code, as the labels are numbered. */
export function useThings(): readonly Thing[] | undefined {
  const rows = useRowsByKey("equipment");
  const open = useRowsByKey("incident/open");
  return useMemo(() => {
    const broken = new Set(
      open?.map(incidentOf).flatMap((one) => (isOpen(one) && one.equipment ? [one.equipment] : [])),
    );
    return rows
      ?.map((row): Thing => {
        const body = row.body as unknown as Equipment;
        return { id: row.id, row, body, isFaulty: broken.has(row.id) };
      })
      .sort((a, b) => compareText(a.body.code, b.body.code));
  }, [rows, open]);
}

/** What a label or a link names: a record's id, or a code as somebody may type it. Several may bear one code. */
export function thingsNamed(things: readonly Thing[], named: string): readonly Thing[] {
  const byId = things.filter(({ id }) => id === named);
  return byId.length > 0 ? byId : things.filter(({ body }) => fold(body.code) === fold(named));
}

export interface ThingHistory {
  readonly checks: readonly CheckedSpell[];
  /** Newest first. */
  readonly incidents: readonly StoredRow[];
}

const lookBackDays = 365;

/** What checks of the past year and incidents said of a thing, as far as this device may know. */
export function useThingHistory(id: string, today: CalendarDay): ThingHistory | undefined {
  return useLive(
    async (tx) => ({
      checks: spellsOf(answersAbout(id, await judgedRuns(tx, today))),
      incidents: [...(await readRows(tx, "incident/open")), ...(await readRows(tx, "incident/closed"))]
        .filter((row) => row.body["equipment"] === id)
        .sort((a, b) => incidentOf(b).since - incidentOf(a).since),
    }),
    [id, today],
  );
}

async function judgedRuns(tx: DeviceReadTx, today: CalendarDay) {
  const [templates, versions, runs] = await Promise.all([
    readRows(tx, "checkTemplate"),
    readRows(tx, "checkTemplateVersion"),
    tx.rowsByKeys(`checkRun/${addDays(today, -lookBackDays)}`, `checkRun/${today}`),
  ]);
  const known = new Map(versions.map((row) => [row.id, row.body as unknown as TemplateVersion]));
  return runs.flatMap((row) => {
    const run = row.body as unknown as CheckRun;
    const found = templates.find((one) => one.id === run.template);
    if (!found || row.deleted) return [];
    const template = { id: found.id, body: found.body as unknown as CheckTemplate };
    return [{ id: row.id, run, template: templateOfRun(template, known, run) }];
  });
}
