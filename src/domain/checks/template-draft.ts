import type { CheckTemplate } from "./check-kinds.ts";

/** A template while somebody edits it. Pure steps, each a new draft; items stand in the order of their groups. */
export type TemplateGroup = CheckTemplate["groups"][number];
export type TemplateItem = CheckTemplate["items"][number];
export interface TemplateDraft {
  readonly name: string;
  readonly dueTime: string;
  readonly opensTime: string;
  readonly groups: readonly TemplateGroup[];
  readonly items: readonly TemplateItem[];
}

export function draftOf({ name, dueTime, opensTime, groups, items }: TemplateDraft): TemplateDraft {
  return inOrder({ name, dueTime, opensTime, groups, items });
}

export function itemsIn(draft: TemplateDraft, group: string): readonly TemplateItem[] {
  return draft.items.filter((item) => item.group === group);
}

/** One step up or down; past the edge of its group an item goes on into the next one. */
export function moveItem(draft: TemplateDraft, id: string, by: -1 | 1): TemplateDraft {
  const item = draft.items.find((one) => one.id === id);
  if (!item) return draft;
  const own = itemsIn(draft, item.group);
  const at = own.indexOf(item) + by;
  if (at >= 0 && at < own.length) return placeItem(draft, id, item.group, at);
  const next = draft.groups[draft.groups.findIndex((group) => group.id === item.group) + by];
  return next ? placeItem(draft, id, next.id, by < 0 ? itemsIn(draft, next.id).length : 0) : draft;
}

/** Puts an item at a place within a group, counted without the item itself. */
export function placeItem(draft: TemplateDraft, id: string, group: string, at: number): TemplateDraft {
  const item = draft.items.find((one) => one.id === id);
  if (!item || !draft.groups.some((one) => one.id === group)) return draft;
  const rest = draft.items.filter((one) => one.id !== id);
  const own = rest.filter((one) => one.group === group);
  own.splice(Math.max(0, Math.min(own.length, at)), 0, { ...item, group });
  return inOrder({ ...draft, items: [...rest.filter((one) => one.group !== group), ...own] });
}

export function addItem(draft: TemplateDraft, item: TemplateItem): TemplateDraft {
  return inOrder({ ...draft, items: [...draft.items, item] });
}

export function setItem(draft: TemplateDraft, item: TemplateItem): TemplateDraft {
  const before = draft.items.find((one) => one.id === item.id);
  if (!before) return draft;
  const items = draft.items.map((one) => (one.id === item.id ? { ...item, group: one.group } : one));
  const next = { ...draft, items };
  return before.group === item.group ? next : placeItem(next, item.id, item.group, draft.items.length);
}

export function removeItem(draft: TemplateDraft, id: string): TemplateDraft {
  return { ...draft, items: draft.items.filter((item) => item.id !== id) };
}

export function addGroup(draft: TemplateDraft, group: TemplateGroup): TemplateDraft {
  return { ...draft, groups: [...draft.groups, group] };
}

export function setGroup(draft: TemplateDraft, group: TemplateGroup): TemplateDraft {
  return { ...draft, groups: draft.groups.map((one) => (one.id === group.id ? group : one)) };
}

/** A group goes with its items. */
export function removeGroup(draft: TemplateDraft, id: string): TemplateDraft {
  return {
    ...draft,
    groups: draft.groups.filter((group) => group.id !== id),
    items: draft.items.filter((item) => item.group !== id),
  };
}

export function moveGroup(draft: TemplateDraft, id: string, by: -1 | 1): TemplateDraft {
  const groups = [...draft.groups];
  const at = groups.findIndex((group) => group.id === id);
  const other = groups[at + by];
  const group = groups[at];
  if (!group || !other) return draft;
  groups[at] = other;
  groups[at + by] = group;
  return inOrder({ ...draft, groups });
}

/** As it is published: texts trimmed, groups without an item left out. */
export function tidy(draft: TemplateDraft): TemplateDraft {
  const trim = <T extends TemplateGroup | TemplateItem>(one: T): T => {
    const { short: _short, ...rest } = one;
    const short = one.short?.trim();
    return { ...rest, name: one.name.trim(), ...(short ? { short } : {}) } as unknown as T;
  };
  const groups = draft.groups.filter((group) => itemsIn(draft, group.id).length > 0).map(trim);
  return { ...draft, name: draft.name.trim(), groups, items: draft.items.map(trim) };
}

/** What keeps a draft from being published; `id` names the item or group. */
export type DraftProblem =
  | { readonly code: "name" | "empty" | "hours" | "tooMany" }
  | { readonly code: "itemName" | "sameName" | "groupName"; readonly id: string };

const mostItems = 200;

export function problemsIn(draft: TemplateDraft): DraftProblem[] {
  const names = new Map<string, number>();
  const keyOf = (item: TemplateItem) => `${item.group}/${item.name.trim().toLowerCase()}`;
  for (const item of draft.items) names.set(keyOf(item), (names.get(keyOf(item)) ?? 0) + 1);
  const isBlank = (text: string) => text.trim() === "";
  return [
    ...(isBlank(draft.name) ? [{ code: "name" } as const] : []),
    ...(draft.opensTime > draft.dueTime ? [{ code: "hours" } as const] : []),
    ...(draft.items.length === 0 ? [{ code: "empty" } as const] : []),
    ...(draft.items.length > mostItems ? [{ code: "tooMany" } as const] : []),
    ...draft.groups.filter(({ name }) => isBlank(name)).map(({ id }) => ({ code: "groupName", id }) as const),
    ...draft.items.filter(({ name }) => isBlank(name)).map(({ id }) => ({ code: "itemName", id }) as const),
    ...draft.items
      .filter((item) => !isBlank(item.name) && (names.get(keyOf(item)) ?? 0) > 1)
      .map(({ id }) => ({ code: "sameName", id }) as const),
  ];
}

/** What a draft changes, as a person would tell it. */
export type DraftChangeWord =
  | { readonly what: "name" | "dueTime" | "opensTime"; readonly from: string; readonly to: string }
  | { readonly what: "added" | "removed" | "device" | "moved"; readonly name: string }
  | { readonly what: "renamed"; readonly from: string; readonly to: string }
  | { readonly what: "groupAdded" | "groupRemoved" | "groupsMoved"; readonly name: string }
  | { readonly what: "groupRenamed"; readonly from: string; readonly to: string };

export function changesBetween(before: TemplateDraft, after: TemplateDraft): DraftChangeWord[] {
  const changes: DraftChangeWord[] = [];
  for (const what of ["name", "dueTime", "opensTime"] as const) {
    if (before[what].trim() !== after[what].trim())
      changes.push({ what, from: before[what], to: after[what] });
  }
  const groups = compare(before.groups, after.groups);
  for (const { name } of groups.added) changes.push({ what: "groupAdded", name });
  for (const { name } of groups.removed) changes.push({ what: "groupRemoved", name });
  for (const [old, now] of groups.kept)
    if (old.name !== now.name || old.short !== now.short)
      changes.push({ what: "groupRenamed", from: old.name, to: now.name });
  if (groups.moved.length > 0) changes.push({ what: "groupsMoved", name: groups.moved[0]?.name ?? "" });
  const items = compare(before.items, after.items);
  const regrouped = new Set(items.kept.flatMap(([old, now]) => (old.group === now.group ? [] : [now.id])));
  for (const { name } of items.added) changes.push({ what: "added", name });
  for (const { name } of items.removed) changes.push({ what: "removed", name });
  const stepped = new Set(
    after.groups.flatMap(({ id }) => {
      const stayed = (item: TemplateItem) => item.group === id && !regrouped.has(item.id);
      return compare(before.items.filter(stayed), after.items.filter(stayed)).moved.map((item) => item.id);
    }),
  );
  for (const [old, now] of items.kept) {
    if (old.name !== now.name || old.short !== now.short)
      changes.push({ what: "renamed", from: old.name, to: now.name });
    if ((old.equipment ?? null) !== (now.equipment ?? null)) changes.push({ what: "device", name: now.name });
    if (regrouped.has(now.id) || stepped.has(now.id)) changes.push({ what: "moved", name: now.name });
  }
  return changes;
}

interface Compared<T> {
  readonly added: T[];
  readonly removed: T[];
  readonly kept: [T, T][];
  /** The fewest that must be moved to get from the one order to the other. */
  readonly moved: T[];
}

function compare<T extends { id: string }>(before: readonly T[], after: readonly T[]): Compared<T> {
  const old = new Map(before.map((one, at) => [one.id, { one, at }]));
  const now = new Set(after.map((one) => one.id));
  const kept = after.filter((one) => old.has(one.id));
  const places = kept.map((one) => old.get(one.id)?.at ?? 0);
  const still = longestRise(places);
  return {
    added: after.filter((one) => !old.has(one.id)),
    removed: before.filter((one) => !now.has(one.id)),
    kept: kept.map((one) => [old.get(one.id)?.one ?? one, one]),
    moved: kept.filter((_, at) => !still.has(at)),
  };
}

/** Places of the longest rising row of numbers. */
function longestRise(numbers: readonly number[]): Set<number> {
  const best = numbers.map(() => ({ length: 1, from: -1 }));
  let end = -1;
  for (const [at, number] of numbers.entries()) {
    for (let i = 0; i < at; i++) {
      const length = (best[i]?.length ?? 0) + 1;
      if ((numbers[i] ?? 0) < number && length > (best[at]?.length ?? 0)) best[at] = { length, from: i };
    }
    if (end < 0 || (best[at]?.length ?? 0) > (best[end]?.length ?? 0)) end = at;
  }
  const row = new Set<number>();
  for (let at = end; at >= 0; at = best[at]?.from ?? -1) row.add(at);
  return row;
}

function inOrder(draft: TemplateDraft): TemplateDraft {
  return {
    ...draft,
    items: draft.groups.flatMap((group) => draft.items.filter((item) => item.group === group.id)),
  };
}
