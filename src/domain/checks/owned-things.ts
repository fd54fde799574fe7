import {
  type TemplateGroup as DefaultGroup,
  type TemplateItem as DefaultItem,
  defaultTemplate,
} from "./default-template.ts";
import type { TemplateDraft, TemplateGroup, TemplateItem } from "./template-draft.ts";

/**
 * Things that one centre has and another has not: a check template asks after what is there. Everything else of the
 * default template every centre has. Each key is the id of its item.
 */
export const ownableThings = [
  ...(["ups", "backup-line", "state-network", "wifi", "self-service", "printer-2", "scanner-1"] as const),
  ...(["copier", "queue-machine", "kiosk", "cameras"] as const),
  /** The reader of the item `vneid`, which is asked without it too. */
  "id-reader",
] as const;
export type OwnableThing = (typeof ownableThings)[number];

/** What nearly every centre has: chosen until somebody says otherwise. */
export const usualThings: readonly OwnableThing[] = ownableThings.filter(
  (thing) => !["backup-line", "self-service", "kiosk"].includes(thing),
);

const readerItem = "vneid";
const withoutReader = { name: "VNeID: đăng nhập được", short: "VNeID" };

/** The default template for a centre that has just these things. */
export function templateOf(owned: ReadonlySet<OwnableThing>): {
  groups: DefaultGroup[];
  items: DefaultItem[];
} {
  const items = defaultTemplate.items
    .filter((item) => isAsked(item.id, owned))
    .map((item) => named(item, owned));
  return {
    groups: defaultTemplate.groups.filter(({ id }) => items.some(({ group }) => group === id)),
    items,
  };
}

/** What a template asks after, of the things that a centre may have or not. */
export function ownedIn({ items }: Pick<TemplateDraft, "items">): Set<OwnableThing> {
  const asked = new Map(items.map((item) => [item.id, item]));
  const reader = asked.get(readerItem);
  return new Set(
    ownableThings.filter((thing) =>
      thing === "id-reader" ? reader !== undefined && reader.name !== withoutReader.name : asked.has(thing),
    ),
  );
}

/** Whether this template came from the default one, so that its items can be told. */
export function isStandard({ items }: Pick<TemplateDraft, "items">): boolean {
  const own = new Set(items.map(({ id }) => id));
  return defaultTemplate.items.filter(({ id }) => own.has(id)).length * 3 > defaultTemplate.items.length;
}

/**
 * The template asking after just these things. Items of the commune's own, names it gave and their order stay; an item
 * that comes back stands where the default has it. Done twice it changes nothing more.
 */
export function withOwned<Draft extends TemplateDraft>(
  draft: Draft,
  owned: ReadonlySet<OwnableThing>,
): Draft {
  const hasReader = ownedIn(draft).has("id-reader");
  const kept = draft.items
    .filter(({ id }) => isAsked(id, owned))
    .map((item) =>
      item.id === readerItem && hasReader !== owned.has("id-reader") ? reader(item, owned) : item,
    );
  const missing = defaultTemplate.items.filter(
    ({ id }) => isOwnable(id) && owned.has(id) && !kept.some((item) => item.id === id),
  );
  const items = missing.reduce<readonly TemplateItem[]>(placed, kept);
  const missingGroups = defaultTemplate.groups.filter(
    ({ id }) => missing.some(({ group }) => group === id) && !draft.groups.some((group) => group.id === id),
  );
  return { ...draft, groups: missingGroups.reduce(groupPlaced, draft.groups), items };
}

function isOwnable(id: string): id is OwnableThing {
  return (ownableThings as readonly string[]).includes(id);
}

function isAsked(id: string, owned: ReadonlySet<OwnableThing>): boolean {
  return !isOwnable(id) || owned.has(id);
}

function named(item: DefaultItem, owned: ReadonlySet<OwnableThing>): DefaultItem {
  return item.id === readerItem && !owned.has("id-reader")
    ? { ...item, ...withoutReader, equipmentKey: null }
    : item;
}

function reader(item: TemplateItem, owned: ReadonlySet<OwnableThing>): TemplateItem {
  const standard = defaultTemplate.items.find(({ id }) => id === readerItem);
  if (!owned.has("id-reader")) return { ...item, ...withoutReader, equipment: null };
  return standard ? { ...item, name: standard.name, short: standard.short } : item;
}

function placed(
  items: readonly TemplateItem[],
  { equipmentKey: _key, ...item }: DefaultItem,
): TemplateItem[] {
  const own = items.filter(({ group }) => group === item.group);
  const before = lastBefore(own, item.id, defaultTemplate.items);
  const at = items.indexOf((before ?? own[0]) as TemplateItem);
  return at < 0 ? [...items, item] : items.toSpliced(before ? at + 1 : at, 0, item);
}

function groupPlaced(groups: readonly TemplateGroup[], group: TemplateGroup): readonly TemplateGroup[] {
  const before = lastBefore(groups, group.id, defaultTemplate.groups);
  return groups.toSpliced(before ? groups.indexOf(before) + 1 : 0, 0, group);
}

/** The last one here that the default has before this. */
function lastBefore<One extends { readonly id: string }>(
  here: readonly One[],
  id: string,
  order: readonly { readonly id: string }[],
): One | undefined {
  const before = order
    .slice(
      0,
      order.findIndex((one) => one.id === id),
    )
    .map((one) => one.id);
  return here.findLast((one) => before.includes(one.id));
}
