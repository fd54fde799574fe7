import { type KeyboardEvent, useEffect, useRef } from "react";
import {
  itemsIn,
  moveItem,
  placeItem,
  type TemplateDraft,
  type TemplateItem,
} from "#domain/checks/template-draft.ts";
import type { Names } from "../../../book/names.ts";
import { type Text, useText } from "../../../i18n/i18n.ts";
import { Icon } from "../../../ui/icons.tsx";
import { announce } from "../../../ui/live-region.tsx";
import { type DragOrder, type Landing, useDragOrder } from "./drag-order.ts";
import type { DraftDesk } from "./use-template-draft.ts";

/** How the items of a draft are put in order: by buttons, by Alt and the arrow keys, or by their handles. */
export interface ItemOrder {
  readonly drag: DragOrder;
  readonly step: (item: TemplateItem, by: -1 | 1) => void;
}

export function useItemOrder({ draft, edit }: DraftDesk): ItemOrder {
  const t = useText("templates");
  const focus = useRef<string | null>(null);
  useEffect(() => {
    const id = focus.current;
    focus.current = null;
    if (id !== null && draft.items.length > 0) document.getElementById(id)?.focus();
  }, [draft]);
  const drag = useDragOrder((id, landing) => {
    const next = landed(draft, id, landing);
    const name = draft.items.find((item) => item.id === id)?.name ?? "";
    if (next !== draft) edit(next, t("undo.moved", { name }));
  });
  return {
    drag,
    step(item, by) {
      const next = moveItem(draft, item.id, by);
      if (next === draft) return;
      focus.current = document.activeElement?.id ?? null;
      edit(next);
      announce(placeWords(next, item.id, t));
    },
  };
}

function landed(draft: TemplateDraft, id: string, { over, kind, after }: Landing): TemplateDraft {
  if (kind === "group") return placeItem(draft, id, over, draft.items.length);
  const target = draft.items.find((item) => item.id === over);
  if (!target) return draft;
  const rest = itemsIn(draft, target.group).filter((item) => item.id !== id);
  return placeItem(draft, id, target.group, rest.indexOf(target) + (after ? 1 : 0));
}

function placeWords(draft: TemplateDraft, id: string, t: Text): string {
  const item = draft.items.find((one) => one.id === id);
  const group = draft.groups.find((one) => one.id === item?.group);
  if (!item || !group) return "";
  const own = itemsIn(draft, group.id);
  return t("placed", { name: item.name, at: own.indexOf(item) + 1, count: own.length, group: group.name });
}

export function ItemList({
  group,
  draft,
  order,
  names,
  onOpen,
}: {
  group: string;
  draft: TemplateDraft;
  order: ItemOrder;
  names: Names;
  onOpen: (item: TemplateItem) => void;
}) {
  return (
    <ol className="tpl-items" data-group={group}>
      {itemsIn(draft, group).map((item) => (
        <ItemLine
          key={item.id}
          item={item}
          order={order}
          code={names.equipmentOf(item.equipment)?.code}
          isFirst={item === draft.items[0]}
          isLast={item === draft.items.at(-1)}
          onOpen={() => onOpen(item)}
        />
      ))}
    </ol>
  );
}

function ItemLine({
  item,
  order,
  code,
  isFirst,
  isLast,
  onOpen,
}: {
  item: TemplateItem;
  order: ItemOrder;
  code: string | undefined;
  isFirst: boolean;
  isLast: boolean;
  onOpen: () => void;
}) {
  const t = useText("templates");
  const { drag, step } = order;
  const landing = drag.landing?.over === item.id ? (drag.landing.after ? "after" : "before") : undefined;
  const keys = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    step(item, event.key === "ArrowUp" ? -1 : 1);
  };
  return (
    <li
      className="tpl-item"
      data-item={item.id}
      data-dragged={drag.dragged === item.id || undefined}
      data-landing={landing}
    >
      <span className="tpl-handle" aria-hidden="true" onPointerDown={(event) => drag.start(item.id, event)}>
        <Icon name="menu" size={20} />
      </span>
      <button className="tpl-name" type="button" id={`muc-${item.id}`} onClick={onOpen} onKeyDown={keys}>
        <span className="tpl-title">{item.name.trim() === "" ? t("noName") : item.name}</span>{" "}
        {code ? <span className="tpl-code">{code}</span> : null}
      </button>
      <StepButton item={item} by={-1} isEdge={isFirst} onStep={() => step(item, -1)} />
      <StepButton item={item} by={1} isEdge={isLast} onStep={() => step(item, 1)} />
    </li>
  );
}

function StepButton({
  item,
  by,
  isEdge,
  onStep,
}: {
  item: TemplateItem;
  by: -1 | 1;
  isEdge: boolean;
  onStep: () => void;
}) {
  const t = useText("templates");
  return (
    <button
      className="icon-btn"
      data-up={by < 0 || undefined}
      type="button"
      id={`${by < 0 ? "len" : "xuong"}-${item.id}`}
      aria-label={t(by < 0 ? "up" : "down", { name: item.name })}
      aria-disabled={isEdge || undefined}
      onClick={onStep}
    >
      <Icon name="down" />
    </button>
  );
}
