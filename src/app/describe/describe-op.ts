import type { CheckTemplate } from "#domain/checks/check-kinds.ts";
import { isJsonObject, type JsonObject } from "#kernel/json.ts";
import type { OutboxEntry, StoredRow } from "#sync/device-store.ts";
import { formatDay } from "../i18n/format.ts";
import { hasText, type Text } from "../i18n/i18n.ts";

export type Op = OutboxEntry["op"];

/** One deed as a row of *Chờ gửi*: what it is about, and what was done. */
export interface Described {
  readonly title: string;
  readonly line: string | undefined;
  /** The record it is mainly about. */
  readonly kind: string;
  readonly id: string;
}

export interface Around {
  /** A record by its id: as it is shown now, or as it was seen when the deed was refused. */
  readonly row: (id: string) => StoredRow | undefined;
}

/** Deeds whose record says more than their own words. */
const describers: Readonly<
  Record<string, (t: Text, body: JsonObject, around: Around, op: Op) => Partial<Described>>
> = {
  checkRun: (t, body, around, op) => ({
    title: t("actions:checkRun"),
    line: [itemName(op, body, around), nameOf(around.row(String(body.site)))].filter(Boolean).join(", "),
  }),
  closedDay: (t) => ({ title: t("actions:closedDay") }),
  incident: (t, body) => ({
    title: t("actions:incident", { number: text(body.number) ?? "" }),
    line: text(body.title),
  }),
  supportVisit: (t, body, around) => ({
    title: body.tally === true ? t("actions:tally") : visitTitle(t, body, around),
    line: catalogueWord(t, "kinds", body.sort),
  }),
  task: (t, body) => ({ title: t("actions:task"), line: text(body.title) }),
  progressUpdate: (t, body, around) => ({
    title: progressTitle(t, body),
    line: text(around.row(String(body.parent))?.body.title),
  }),
  incidentEntry: (t, body, around) => ({
    title: t("actions:incidentEntry"),
    line: text(around.row(String(body.parent))?.body.title) ?? text(body.text),
  }),
  quietDay: (t, body, around) => ({
    title: t("actions:quietDay", { day: formatDay(String(body.day)) }),
    line: nameOf(around.row(String(body.site))),
  }),
  person: (t) => ({ title: t("actions:ownNumber") }),
  contact: (t) => ({ title: t("actions:contact") }),
  scenario: (t, body) => ({ title: t("actions:scenario", { title: text(body.title) ?? "" }) }),
  drill: (t, body, around) => ({
    title: t("actions:drill"),
    line: text(around.row(String(body.parent))?.body.title),
  }),
  shift: (t, body) => ({
    title: t("actions:shift", { day: formatDay(String(body.day)), from: body.from, to: body.to }),
  }),
  equipment: (t, body) => ({
    title: t("actions:equipment", { code: text(body.code) ?? "" }),
    line: text(body.name),
  }),
  photo: (t, body, around) => ({
    title: t("actions:photo"),
    line: text(around.row(String(body.parent))?.body.title),
  }),
  callBack: (t) => ({ title: t("actions:call") }),
  callEntry: (t) => ({ title: t("actions:call") }),
  conflict: (t) => ({ title: t("actions:conflict") }),
};

export function describeOp(t: Text, op: Op, around: Around): Described {
  const main = mainChange(op);
  const key = `actions:deeds.${op.a.replace(".", "_")}`;
  const deed = hasText(key) ? t(key) : t("actions:deeds.other");
  if (!main) return { title: deed, line: undefined, kind: "", id: "" };
  const body = bodyOf(op, main.id, around.row(main.id));
  const said = manyShifts(t, op, body) ?? describers[main.k]?.(t, body, around, op) ?? {};
  const line = [deed === said.title ? undefined : deed, said.line].filter(Boolean).join(": ");
  return { title: said.title ?? deed, line: line === "" ? undefined : line, kind: main.k, id: main.id };
}

/** A progress update is about its task, an entry about its incident; a chosen version about its record. */
function mainChange(op: Op) {
  return (
    op.ch.find((change) => change.c === "append") ??
    op.ch.find((change) => change.k !== "conflict") ??
    op.ch[0]
  );
}

/** The record as this device last showed it, with what the deed wrote on top. */
function bodyOf(op: Op, id: string, row: StoredRow | undefined): JsonObject {
  let body: JsonObject = { ...row?.body };
  for (const change of op.ch) {
    if (change.id !== id) continue;
    const written = "f" in change && isJsonObject(change.f) ? change.f : {};
    body = { ...body, ...written, ...(change.c === "append" ? { parent: change.under } : {}) };
  }
  return body;
}

/** The one item that was answered or noted; a deed on several is told as a whole. */
function itemName(op: Op, body: JsonObject, around: Around): string | undefined {
  const fields = op.ch.flatMap((change) =>
    "f" in change && isJsonObject(change.f) ? Object.keys(change.f) : [],
  );
  const items = new Set(fields.flatMap((field) => /^(?:answers|notes)\.(.+)$/.exec(field)?.[1] ?? []));
  const [only, ...others] = items;
  if (only === undefined || others.length > 0) return undefined;
  const version = around.row(String(body.version)) ?? around.row(String(body.template));
  return (version?.body as Partial<CheckTemplate> | undefined)?.items?.find(({ id }) => id === only)?.name;
}

function visitTitle(t: Text, body: JsonObject, around: Around): string {
  const village = typeof body.village === "string" ? nameOf(around.row(body.village)) : undefined;
  return village ? t("actions:visitIn", { village }) : t("actions:visitAtCounter");
}

/** A chain of shifts is one deed; it is told by how many they are and when they begin. */
function manyShifts(t: Text, op: Op, body: JsonObject): Partial<Described> | undefined {
  const count = op.ch.filter((change) => change.k === "shift").length;
  if (count < 2) return undefined;
  return { title: t("actions:shifts", { count, day: formatDay(String(body.day)) }) };
}

function progressTitle(t: Text, body: JsonObject): string {
  return typeof body.progress === "number"
    ? t("actions:progressTo", { percent: body.progress })
    : t("actions:progress");
}

function catalogueWord(t: Text, list: string, code: unknown): string | undefined {
  const key = `support:catalogue.${list}.${String(code)}`;
  return hasText(key) ? t(key) : undefined;
}

function nameOf(row: StoredRow | undefined): string | undefined {
  return text(row?.body.name);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
