import "./templates.css";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { defaultTemplate } from "#domain/checks/default-template.ts";
import {
  addGroup,
  addItem,
  itemsIn,
  moveGroup,
  removeGroup,
  removeItem,
  setGroup,
  setItem,
  type TemplateDraft,
  type TemplateGroup,
  type TemplateItem,
} from "#domain/checks/template-draft.ts";
import { useHand } from "../../../book/deed.ts";
import { useNames } from "../../../book/names.ts";
import { RecordConflicts } from "../../../conflicts/record-conflicts.tsx";
import { useText } from "../../../i18n/i18n.ts";
import { Screen } from "../../../shell/screen.tsx";
import { Banner } from "../../../ui/banner.tsx";
import { Button } from "../../../ui/button.tsx";
import { Dock } from "../../../ui/dock.tsx";
import { announce } from "../../../ui/live-region.tsx";
import { OverflowMenu } from "../../../ui/overflow-menu.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { Picked } from "../../../ui/picked.tsx";
import { EmptyState } from "../../../ui/plain-states.tsx";
import { UndoBar } from "../../../ui/undo-bar.tsx";
import { BasicsSheet } from "./basics-sheet.tsx";
import { GroupSheet } from "./group-sheet.tsx";
import { ItemList, useItemOrder } from "./item-list.tsx";
import { ItemSheet } from "./item-sheet.tsx";
import { PublishSheet } from "./publish-sheet.tsx";
import { publishTemplate, publishVersion } from "./template-commands.ts";
import { type DraftDesk, useTemplateDraft } from "./use-template-draft.ts";
import { type TemplateBook, useOpenRuns, useTemplates } from "./use-templates.ts";
import { VersionList } from "./version-list.tsx";

const blank: TemplateDraft = { name: "", dueTime: "07:30", opensTime: "06:00", groups: [], items: [] };
const standard: TemplateDraft = {
  ...defaultTemplate,
  items: defaultTemplate.items.map(({ equipmentKey: _key, ...item }) => item),
};

/** A check template: groups, items, their order and things; published as a version, kept as a draft until then. */
export default function TemplateEditorPage() {
  const t = useText("templates");
  const { id = "" } = useParams();
  const [search] = useSearchParams();
  const books = useTemplates();
  const from = search.get("tu") === "chuan" ? standard : blank;
  const book = id === "moi" ? null : books?.find((one) => one.id === id);
  if (id === "moi")
    return <Editor book={null} from={from} base={search.get("tu") ?? "trong"} key={search.get("tu")} />;
  if (book) return <Editor book={book} from={book.inForce} base={book.inForceId} key={book.id} />;
  return (
    <Screen title={t("title")} form>
      <PageHead title={t("title")} back={{ label: t("common:back"), to: "/quan-tri/mau" }} />
      {books ? <EmptyState fact={t("unknown")} todo={t("unknownTodo")} /> : null}
    </Screen>
  );
}

type Opened =
  | { readonly what: "item"; readonly item: TemplateItem; readonly isNew: boolean }
  | { readonly what: "group"; readonly group: TemplateGroup; readonly isNew: boolean }
  | { readonly what: "basics" | "publish" };

function Editor({ book, from, base }: { book: TemplateBook | null; from: TemplateDraft; base: string }) {
  const t = useText("templates");
  const hand = useHand();
  const names = useNames();
  const navigate = useNavigate();
  const keptAs = `template:${book?.id ?? `new-${base}`}`;
  const desk = useTemplateDraft(keptAs, base, from);
  const runs = useOpenRuns(book?.id ?? "");
  const order = useItemOrder(desk);
  const [opened, setOpened] = useState<Opened | null>(null);
  const { draft, edit, changes } = desk;
  const number = book?.next ?? 1;
  const isDirty = book ? changes.length > 0 : true;
  const close = () => setOpened(null);
  const publish = async () => {
    const saved = await desk.publish((kept) =>
      book ? publishVersion(hand, book, draft, number, kept) : publishTemplate(hand, draft, kept),
    );
    if (!saved) return;
    close();
    announce(t("publish.done", { version: number }));
    if (!book) void navigate(`/quan-tri/mau/${saved.ids[0]}`, { replace: true });
  };
  const addTo = (group: string) =>
    setOpened({ what: "item", isNew: true, item: { id: hand.newId(), group, name: "" } });
  return (
    <Screen
      title={draft.name || t("newTitle")}
      form
      dock={
        isDirty ? (
          <Dock>
            <Button variant="main" size="56" full onClick={() => setOpened({ what: "publish" })}>
              {t(book ? "publish.open" : "publish.openFirst", { version: number })}
            </Button>
          </Dock>
        ) : null
      }
      undo={
        desk.undo ? (
          <UndoBar
            key={desk.undo.said}
            text={desk.undo.said}
            action={t("undo.action")}
            onUndo={desk.undo.back}
            onExpire={desk.undo.forget}
          />
        ) : null
      }
    >
      <PageHead
        title={draft.name || t("newTitle")}
        sub={book ? t("inForce", { version: book.inForce.version, count: book.inForce.items.length }) : null}
        back={{ label: t("common:back"), to: "/quan-tri/mau" }}
      />
      {desk.isReady ? (
        <>
          {book ? <RecordConflicts record={book.id} /> : null}
          <DraftBanner book={book} desk={desk} number={number} stays={runs.length} />
          <div className="form">
            <Picked
              icon="clock"
              text={draft.name || t("noName")}
              sub={t("hours", { opens: draft.opensTime, due: draft.dueTime })}
              deed={t("edit")}
              onChange={() => setOpened({ what: "basics" })}
            />
          </div>
          {draft.groups.length === 0 ? <EmptyState fact={t("empty.fact")} todo={t("empty.todo")} /> : null}
          {draft.groups.map((group, at) => (
            <section className="tpl-group" key={group.id} data-group={group.id} aria-label={group.name}>
              <div className="tpl-group-head">
                <h2>
                  {group.name} <span>{itemsIn(draft, group.id).length}</span>
                </h2>
                <OverflowMenu
                  label={t("group.menu", { name: group.name })}
                  items={[
                    {
                      text: t("group.edit"),
                      icon: "edit",
                      onSelect: () => setOpened({ what: "group", group, isNew: false }),
                    },
                    ...(at > 0
                      ? [{ text: t("group.up"), onSelect: () => edit(moveGroup(draft, group.id, -1)) }]
                      : []),
                    ...(at < draft.groups.length - 1
                      ? [{ text: t("group.down"), onSelect: () => edit(moveGroup(draft, group.id, 1)) }]
                      : []),
                  ]}
                />
              </div>
              <ItemList
                group={group.id}
                draft={draft}
                order={order}
                names={names}
                onOpen={(item) => setOpened({ what: "item", item, isNew: false })}
              />
              <div className="tpl-add">
                <Button icon="plus" onClick={() => addTo(group.id)}>
                  {t("item.addTo", { group: group.short ?? group.name })}
                </Button>
              </div>
            </section>
          ))}
          <div className="block">
            <Button
              full
              icon="plus"
              onClick={() => setOpened({ what: "group", isNew: true, group: { id: hand.newId(), name: "" } })}
            >
              {t("group.add")}
            </Button>
          </div>
          {book ? (
            <VersionList
              book={book}
              names={names}
              onTake={(old) => {
                edit(
                  {
                    ...draft,
                    dueTime: old.dueTime,
                    opensTime: old.opensTime,
                    groups: old.groups,
                    items: old.items,
                  },
                  t("undo.taken", { version: old.version }),
                );
                window.scrollTo(0, 0);
              }}
            />
          ) : null}
        </>
      ) : null}
      {opened?.what === "item" ? (
        <ItemSheet
          item={opened.item}
          keptAs={`${keptAs}/item/${opened.isNew ? `new/${opened.item.group}` : opened.item.id}`}
          isNew={opened.isNew}
          draft={draft}
          names={names}
          onClose={close}
          onSave={(item) => {
            edit(opened.isNew ? addItem(draft, item) : setItem(draft, item));
            close();
          }}
          onRemove={() => {
            edit(removeItem(draft, opened.item.id), t("undo.removed", { name: opened.item.name }));
            close();
          }}
        />
      ) : null}
      {opened?.what === "group" ? (
        <GroupSheet
          group={opened.group}
          keptAs={`${keptAs}/group/${opened.isNew ? "new" : opened.group.id}`}
          isNew={opened.isNew}
          items={itemsIn(draft, opened.group.id).length}
          onClose={close}
          onSave={(group) => {
            edit(opened.isNew ? addGroup(draft, group) : setGroup(draft, group));
            close();
          }}
          onRemove={() => {
            edit(removeGroup(draft, opened.group.id), t("undo.removed", { name: opened.group.name }));
            close();
          }}
        />
      ) : null}
      {opened?.what === "basics" ? (
        <BasicsSheet
          value={draft}
          keptAs={`${keptAs}/basics`}
          onClose={close}
          onSave={(basics) => {
            edit({ ...draft, ...basics });
            close();
          }}
        />
      ) : null}
      {opened?.what === "publish" ? (
        <PublishSheet
          desk={desk}
          number={number}
          runs={runs}
          names={names}
          refusal={desk.refusal}
          onPublish={() => void publish()}
          onClose={close}
        />
      ) : null}
    </Screen>
  );
}

/** That there is a draft, how far it goes, and the way back. */
function DraftBanner({
  book,
  desk,
  number,
  stays,
}: {
  book: TemplateBook | null;
  desk: DraftDesk;
  number: number;
  stays: number;
}) {
  const t = useText("templates");
  if (!book) return <Banner icon="info">{t("draft.first")}</Banner>;
  if (desk.changes.length === 0) return null;
  return (
    <Banner
      tone={desk.isBehind ? "review" : "pen"}
      icon={desk.isBehind ? "review" : "edit"}
      title={t("draft.title", { version: number, count: desk.changes.length })}
      action={
        <Button icon="undo" onClick={() => desk.discard(t("undo.discarded"))}>
          {t("draft.discard")}
        </Button>
      }
    >
      {desk.isBehind ? t("draft.behind", { version: book.inForce.version }) : t("draft.text")}
      {stays > 0 ? ` ${t("draft.stays", { count: stays })}` : null}
    </Banner>
  );
}
