import { useState } from "react";
import { type CalendarDay, isCalendarDay } from "#kernel/calendar.ts";
import { dayIn, deedDay } from "../../../book/deed-day.tsx";
import { type FormDraft, useFormDraft } from "../../../book/form-draft.ts";
import { DayField } from "../../../book/moment/day-field.tsx";
import { RefusalBanner } from "../../../book/refusal-banner.tsx";
import { useText } from "../../../i18n/i18n.ts";
import { useNow } from "../../../logbook-context.tsx";
import { Button } from "../../../ui/button.tsx";
import { ChoiceGroup } from "../../../ui/choices.tsx";
import { Field } from "../../../ui/field.tsx";
import { FormBody } from "../../../ui/form-body.tsx";
import { Select, TextArea, TextInput } from "../../../ui/inputs.tsx";
import { Sheet } from "../../../ui/sheet.tsx";
import type { LineageKind, LineageRow } from "./lineage-row.ts";

interface Words {
  readonly name: string;
  readonly short: string;
  readonly aliases: string[];
}

/** What is to be done with a unit or village. */
export type LineageWish =
  | { readonly what: "fix"; readonly words: Words }
  | { readonly what: "rename"; readonly words: Words; readonly from: CalendarDay }
  | { readonly what: "merge"; readonly words: Words; readonly from: CalendarDay; readonly into: string };

interface LineageDraft {
  readonly what: LineageWish["what"];
  readonly name: string;
  readonly short: string;
  readonly aliases: string;
  /** `deedDay` for the day on which it is saved. */
  readonly from: string;
  readonly into: string;
}

function draftOf(row: LineageRow | null): LineageDraft {
  const { name = "", short = "", aliases = [] } = row?.body ?? {};
  return { what: "fix", name, short, aliases: aliases.join("\n"), from: deedDay, into: "" };
}

const deeds = ["fix", "rename", "merge"] as const;

export function LineageSheet({
  kind,
  row,
  targets,
  onSave,
  onClose,
}: {
  kind: LineageKind;
  row: LineageRow | null;
  /** What it may be merged into. */
  targets: readonly LineageRow[];
  onSave: (wish: LineageWish, save: FormDraft<LineageDraft>["save"]) => void;
  onClose: () => void;
}) {
  const t = useText("org");
  const { day: today } = useNow();
  const form = useFormDraft(`org/${kind}/${row?.id ?? "new"}`, () => draftOf(row));
  const { what, name, short, aliases, into } = form.value;
  const from = dayIn(form.value.from, today);
  const [pressed, setPressed] = useState(false);
  const wrong = {
    name: what !== "merge" && name.trim() === "",
    same: what === "rename" && name.trim() === row?.body.name,
    from: what !== "fix" && !isCalendarDay(from),
    into: what === "merge" && into === "",
  };
  const save = () => {
    setPressed(true);
    if (Object.values(wrong).some(Boolean)) return;
    const words = { name: name.trim(), short: short.trim(), aliases: linesOf(aliases) };
    const wish: LineageWish =
      what === "fix"
        ? { what, words }
        : what === "rename"
          ? { what, words, from }
          : { what, words, from, into };
    onSave(wish, form.save);
  };
  return (
    <Sheet
      open
      onClose={onClose}
      dismissOutside={false}
      title={row?.body.name ?? t(`lineage.${kind}.add`)}
      closeLabel={t("common:close")}
      footer={
        <Button variant="main" size="56" full type="submit" form="danh-muc">
          {row ? t(`lineage.deed.${what}`) : t(`lineage.${kind}.addDeed`)}
        </Button>
      }
    >
      <RefusalBanner refusal={form.refusal} />
      {form.isReady ? (
        <FormBody id="danh-muc" label={t(`doors.${kind}s`)} onSubmit={save}>
          {row ? (
            <ChoiceGroup
              name="viec"
              label={t("lineage.what")}
              columns={1}
              value={what}
              options={deeds.map((value) => ({
                value,
                text: t(`lineage.choice.${value}`),
                hint: t(`lineage.hint.${value}`),
              }))}
              onChange={(next) => form.change({ what: next })}
            />
          ) : null}
          {what === "merge" ? (
            <Field
              id="gop-vao"
              label={t("lineage.into")}
              error={pressed && wrong.into ? t("wrong.into") : undefined}
            >
              <Select value={into} onChange={(next) => form.change({ into: next })}>
                <option value="">{t("lineage.choose")}</option>
                {targets.map(({ id, body }) => (
                  <option key={id} value={id}>
                    {body.name}
                  </option>
                ))}
              </Select>
            </Field>
          ) : (
            <Field
              id="ten-goi"
              label={t(what === "rename" ? "lineage.newName" : `lineage.${kind}.name`)}
              error={
                pressed && wrong.name
                  ? t("wrong.name")
                  : pressed && wrong.same
                    ? t("wrong.sameName")
                    : undefined
              }
            >
              <TextInput value={name} maxLength={300} onChange={(next) => form.change({ name: next })} />
            </Field>
          )}
          {what === "fix" && kind === "unit" ? (
            <Field id="ten-gon" label={t("short")} optional={t("common:optional")}>
              <TextInput value={short} maxLength={60} onChange={(next) => form.change({ short: next })} />
            </Field>
          ) : null}
          {what === "fix" ? (
            <Field
              id="ten-khac"
              label={t("lineage.aliases")}
              optional={t("common:optional")}
              help={t("lineage.aliasesHelp")}
            >
              <TextArea
                value={aliases}
                rows={3}
                maxLength={2000}
                onChange={(next) => form.change({ aliases: next })}
              />
            </Field>
          ) : (
            <DayField
              id="tu-ngay"
              label={t("lineage.from")}
              error={pressed && wrong.from ? t("wrong.day") : undefined}
              value={from}
              today={today}
              chips={["today"]}
              onChange={(next) => form.change({ from: next })}
            />
          )}
        </FormBody>
      ) : null}
    </Sheet>
  );
}

const mostAliases = 30;

function linesOf(text: string): string[] {
  const lines = text.split(/\n|;/).map((line) => line.trim().slice(0, 300));
  return [...new Set(lines.filter((line) => line !== ""))].slice(0, mostAliases);
}
