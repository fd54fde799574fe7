import { useMemo, useState } from "react";
import type { Lineage } from "#domain/org/lineage.ts";
import { namesOf, wouldCircle } from "#domain/org/lineage.ts";
import type { Fields } from "#domain/record.ts";
import { matches } from "#kernel/text.ts";
import { useHand } from "../../../book/deed.ts";
import type { FormDraft, Kept } from "../../../book/form-draft.ts";
import { RefusalBanner } from "../../../book/refusal-banner.tsx";
import { compareText, formatDay } from "../../../i18n/format.ts";
import { type Text, useText } from "../../../i18n/i18n.ts";
import { useRowsByKey } from "../../../logbook-context.tsx";
import { Screen } from "../../../shell/screen.tsx";
import { Button } from "../../../ui/button.tsx";
import { Dock } from "../../../ui/dock.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { Picked } from "../../../ui/picked.tsx";
import { EmptyState } from "../../../ui/plain-states.tsx";
import { SearchField } from "../../../ui/search-field.tsx";
import { useCommand } from "../../../use-command.ts";
import type { LineageKind, LineageRow } from "./lineage-row.ts";
import { LineageSheet, type LineageWish } from "./lineage-sheet.tsx";
import { addRecord, mergeInto, rename, setRecord, takeApart } from "./org-commands.ts";

/** Units or villages: added, put right, renamed from a day on, merged; nothing is deleted and every step goes back. */
export function LineagePage({ kind, children }: { kind: LineageKind; children?: React.ReactNode }) {
  const t = useText("org");
  const rows = useRows(kind);
  const hand = useHand();
  const command = useCommand();
  const [query, setQuery] = useState("");
  const [opened, setOpened] = useState<LineageRow | "new" | null>(null);
  const found = (rows ?? []).filter(({ body }) => matches(namesOf(body).join(" "), query));
  const live = found.filter(({ body }) => body.mergedInto === undefined);
  const merged = found.filter(({ body }) => body.mergedInto !== undefined);
  const nameOfId = (id: string | undefined) => rows?.find((row) => row.id === id)?.body.name ?? "";
  const carryOut = async (wish: LineageWish, save: FormDraft<never>["save"]) => {
    const name = opened === null || opened === "new" ? wish.words.name : opened.body.name;
    const into = "into" in wish ? nameOfId(wish.into) : "";
    const said = t(`lineage.done.${wish.what}`, { name, into });
    const saved = await save((kept) => deedOf(wish, kept), { said });
    if (saved) setOpened(null);

    function deedOf(asked: LineageWish, kept: Kept) {
      const { name, short, aliases } = asked.words;
      const words = { name, short: short || null, aliases: aliases.length > 0 ? aliases : null };
      if (opened === "new" || opened === null)
        return addRecord(hand, kind, { ...words, order: rows?.length ?? 0 }, kept);
      if (asked.what === "merge") return mergeInto(hand, kind, opened, asked.into, asked.from, kept);
      if (asked.what === "rename") return rename(hand, kind, opened, name, asked.from, kept);
      const fields = kind === "unit" ? words : { name, aliases: words.aliases };
      return setRecord(hand, kind, opened, fields, kept);
    }
  };
  return (
    <Screen
      title={t(`doors.${kind}s`)}
      form
      dock={
        <Dock>
          <Button variant="main" size="56" full icon="plus" onClick={() => setOpened("new")}>
            {t(`lineage.${kind}.add`)}
          </Button>
        </Dock>
      }
    >
      <PageHead
        title={t(`doors.${kind}s`)}
        sub={
          rows
            ? t(`lineage.${kind}.count`, { count: rows.filter((row) => !row.body.mergedInto).length })
            : null
        }
        back={{ label: t("common:back"), to: "/quan-tri" }}
      />
      {children}
      <RefusalBanner refusal={command.refusal} />
      <SearchField
        label={t(`lineage.${kind}.search`)}
        value={query}
        onChange={setQuery}
        clearLabel={t("common:clear")}
      />
      {rows?.length === 0 ? (
        <EmptyState fact={t(`lineage.${kind}.empty`)} todo={t(`lineage.${kind}.emptyTodo`)} />
      ) : null}
      <ul className="door-list" aria-label={t(`doors.${kind}s`)}>
        {live.map((row) => (
          <li key={row.id}>
            <Picked
              icon={kind === "unit" ? "people" : "pin"}
              text={row.body.name}
              sub={subOf(row.body, t)}
              deed={t("edit")}
              onChange={() => setOpened(row)}
            />
          </li>
        ))}
      </ul>
      {merged.length > 0 ? (
        <>
          <h2 className="section-title">{t("lineage.merged")}</h2>
          <ul className="door-list" aria-label={t("lineage.merged")}>
            {merged.map((row) => (
              <li key={row.id}>
                <Picked
                  icon={kind === "unit" ? "people" : "pin"}
                  text={row.body.name}
                  sub={t("lineage.nowIn", {
                    name: nameOfId(row.body.mergedInto),
                    day: row.body.mergedOn ? formatDay(row.body.mergedOn) : "",
                  })}
                  deed={t("lineage.apart")}
                  onChange={() =>
                    void command.run(
                      () => takeApart(hand, kind, row),
                      t("lineage.done.apart", { name: row.body.name }),
                    )
                  }
                />
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {opened ? (
        <LineageSheet
          kind={kind}
          row={opened === "new" ? null : opened}
          targets={live.filter(({ id }) => opened === "new" || !circles(rows ?? [], opened.id, id))}
          onSave={(wish, save) => void carryOut(wish, save)}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </Screen>
  );
}

function useRows(kind: LineageKind): readonly LineageRow[] | undefined {
  const rows = useRowsByKey(kind);
  return useMemo(
    () =>
      rows
        ?.map((row) => ({ id: row.id, body: row.body as unknown as LineageRow["body"] }))
        .sort(
          (a, b) => (a.body.order ?? 1e9) - (b.body.order ?? 1e9) || compareText(a.body.name, b.body.name),
        ),
    [rows],
  );
}

function circles(rows: readonly LineageRow[], from: string, into: string): boolean {
  return wouldCircle(from, into, (id) => rows.find((row) => row.id === id)?.body);
}

function subOf({ short, aliases, former }: Lineage, t: Text): string {
  const old = Object.values(former ?? {});
  return [
    [...(short ? [short] : []), ...(aliases ?? [])].join(", "),
    old.length > 0 ? t("lineage.former", { names: old.join(", ") }) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** What a change of words wrote, as it was before. */
function _undoFields(body: Lineage, wish: LineageWish): Fields {
  const words = {
    name: body.name,
    short: body.short ?? null,
    aliases: body.aliases ? [...body.aliases] : null,
  };
  if (wish.what !== "rename") return words;
  return { name: body.name, former: body.former ? { ...body.former } : null };
}
