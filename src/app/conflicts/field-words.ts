import type { CheckTemplate } from "#domain/checks/check-kinds.ts";
import { splitField } from "#domain/record.ts";
import { isCalendarDay } from "#kernel/calendar.ts";
import { isJsonObject, type Json } from "#kernel/json.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { formatDay, formatMoment, formatNumber } from "../i18n/format.ts";
import { hasText, type Text } from "../i18n/i18n.ts";

/** Items are named by the template or by the version that asked them. */
export async function templateRows(tx: {
  rowsByKey(key: string): Promise<StoredRow[]>;
}): Promise<StoredRow[]> {
  return [...(await tx.rowsByKey("checkTemplate")), ...(await tx.rowsByKey("checkTemplateVersion"))];
}

/** What a register is called on screen; an item of a check by its own name. */
export function fieldName(t: Text, kind: string, field: string, templates: readonly StoredRow[]): string {
  const [key, entry] = splitField(field);
  const item = entry === undefined ? undefined : itemName(entry, templates);
  if (item !== undefined) return item;
  if (field === "") return t("conflicts:fields.deletion");
  for (const name of [`conflicts:fieldsOf.${kind}.${key}`, `conflicts:fields.${key}`])
    if (hasText(name)) return t(name);
  return t("conflicts:fields.entry");
}

/** A value as a person reads it: a word for a code, a name for a record, a day for a day. */
export function valueWords(
  t: Text,
  of: { kind: string; field: string; value: Json; now: number; names: ReadonlyMap<string, string> },
): string {
  const { field, value, now, names, kind } = of;
  if (value === null || value === "") return t("conflicts:nothing");
  if (isJsonObject(value)) {
    if (typeof value.v === "string") return t(`conflicts:values.answer.${value.v}`);
    if (typeof value.at === "number") return formatMoment(value.at, now);
    return t("conflicts:changed");
  }
  if (Array.isArray(value)) {
    const wordOf = (one: string) => {
      const coded = codedWord(kind, field, one);
      if (coded) return t(coded);
      return names.get(one) ?? (field === "links" ? t("conflicts:notHere") : one);
    };
    return value.map((one) => wordOf(String(one))).join(", ");
  }
  if (typeof value === "number") {
    if (field === "progress") return `${value}%`;
    const coded = codedWord(kind, field, String(value));
    if (coded) return t(coded);
    return value > 1e11 ? formatMoment(value, now) : formatNumber(value);
  }
  if (typeof value === "boolean") return t(value ? "conflicts:yes" : "conflicts:no");
  const text = String(value);
  const coded = codedWord(kind, field, text);
  if (coded) return t(coded);
  return isCalendarDay(text) ? formatDay(text) : (names.get(text) ?? text);
}

const catalogues: Readonly<Record<string, string>> = {
  "incident.group": "incidents:catalogue.groups",
  "incident.questions.stoppedCounters": "incidents:catalogue.questions.stoppedCounters",
  "incident.questions.workaround": "incidents:catalogue.questions.workaround",
  "incident.questions.mainSystem": "incidents:catalogue.questions.mainSystem",
  "incident.questions.security": "incidents:catalogue.questions.security",
  "scenario.groups": "incidents:catalogue.groups",
  "incident.system": "contacts:systems",
  "incident.level": "contacts:levels",
  "contact.system": "contacts:systems",
  "contact.level": "contacts:levels",
  "supportVisit.sort": "support:catalogue.kinds",
  "supportVisit.form": "support:catalogue.forms",
  "supportVisit.result": "support:catalogue.results",
};

/** The key of the word that stands for a coded value, where there is one. */
function codedWord(kind: string, field: string, code: string): string | undefined {
  const catalogue = catalogues[`${kind}.${field}`] ?? `conflicts:values.${kind}.${field}`;
  const key = `${catalogue}.${code}`;
  return hasText(key) ? key : undefined;
}

function itemName(item: string, templates: readonly StoredRow[]): string | undefined {
  for (const row of templates) {
    const found = (row.body as unknown as CheckTemplate).items?.find((one) => one.id === item);
    if (found) return found.name;
  }
  return undefined;
}
