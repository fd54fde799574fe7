import { useState } from "react";
import { officeWeek } from "#domain/org/calendar/work-days.ts";
import type { Site } from "#domain/org/org-kinds.ts";
import { isCalendarDay } from "#kernel/calendar.ts";
import { useHand } from "../../../book/deed.ts";
import { useFormDraft } from "../../../book/form-draft.ts";
import { DayField } from "../../../book/moment/day-field.tsx";
import type { Names } from "../../../book/names.ts";
import { RefusalBanner } from "../../../book/refusal-banner.tsx";
import { useText } from "../../../i18n/i18n.ts";
import { useNow } from "../../../logbook-context.tsx";
import { Button } from "../../../ui/button.tsx";
import { MultiChoice } from "../../../ui/choices.tsx";
import { Field } from "../../../ui/field.tsx";
import { FormBody } from "../../../ui/form-body.tsx";
import { Select, TextInput } from "../../../ui/inputs.tsx";
import { Sheet } from "../../../ui/sheet.tsx";
import { Switch } from "../../../ui/switch.tsx";
import { addRecord, setRecord } from "./org-commands.ts";
import { SiteVillage } from "./site-village.tsx";

export type OpenedSite = { readonly id: string | null; readonly body: Site };
const days = ["1", "2", "3", "4", "5", "6", "7"] as const;

/** A site, new or put right; kept as typed until it is saved. */
export function SiteSheet({
  opened,
  names,
  templates,
  onClose,
}: {
  opened: OpenedSite;
  names: Names;
  templates: readonly { id: string; name: string }[];
  onClose: () => void;
}) {
  const t = useText("org");
  const { day: today } = useNow();
  const hand = useHand();
  const form = useFormDraft<Site>(`site/${opened.id ?? "new"}`, () =>
    opened.id === null && templates[0] ? { ...opened.body, templateId: templates[0].id } : opened.body,
  );
  const { value } = form;
  const [pressed, setPressed] = useState(false);
  const change = (part: { readonly [name in keyof Site]?: Site[name] | undefined }) =>
    form.change(part as Partial<Site>);
  const week = (value.weekdays ?? officeWeek).map(String);
  const wrong = {
    name: value.name.trim() === "",
    week: week.length === 0,
    closedOn: value.closedOn !== undefined && !isCalendarDay(value.closedOn),
  };
  const save = async () => {
    setPressed(true);
    if (Object.values(wrong).some(Boolean)) return;
    const { id, body } = opened;
    const fields = fieldsOf(value);
    const saved = await form.save(
      (kept) =>
        id === null
          ? addRecord(hand, "site", { ...fields, order: names.sites.length }, kept)
          : setRecord(hand, "site", { id, body }, fields, kept),
      { said: t("saved", { name: fields.name }) },
    );
    if (saved) onClose();
  };
  return (
    <Sheet
      open
      onClose={onClose}
      dismissOutside={false}
      title={opened.id === null ? t("sites.add") : opened.body.name}
      closeLabel={t("common:close")}
      footer={
        <Button variant="main" size="56" full type="submit" form="noi-kiem">
          {t(opened.id === null ? "sites.addDeed" : "save")}
        </Button>
      }
    >
      <RefusalBanner refusal={form.refusal} />
      {form.isReady ? (
        <FormBody id="noi-kiem" label={t("doors.sites")} onSubmit={() => void save()}>
          <Field
            id="noi-ten"
            label={t("sites.name")}
            error={pressed && wrong.name ? t("wrong.name") : undefined}
          >
            <TextInput value={value.name} maxLength={300} onChange={(name) => change({ name })} />
          </Field>
          <Field id="noi-gon" label={t("short")} optional={t("common:optional")}>
            <TextInput value={value.short ?? ""} maxLength={60} onChange={(short) => change({ short })} />
          </Field>
          <SiteVillage names={names} value={value} was={opened.body.village} change={change} />
          <Field id="noi-mau" label={t("sites.template")} help={t("sites.templateHelp")}>
            <Select
              value={value.templateId ?? ""}
              onChange={(id) => change({ templateId: id === "" ? undefined : id })}
            >
              {opened.body.templateId ? null : (
                <option value="">
                  {templates[0] ? t("sites.sharedPick", { name: templates[0].name }) : t("sites.noTemplate")}
                </option>
              )}
              {templates.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </Select>
          </Field>
          <MultiChoice
            name="ngay-trong-tuan"
            label={t("sites.week")}
            help={t("sites.weekHelp")}
            error={pressed && wrong.week ? t("wrong.week") : undefined}
            options={days.map((day) => ({ value: day, text: t(`common:weekdays.${day}`) }))}
            values={week as (typeof days)[number][]}
            onChange={(list) => change({ weekdays: list.map(Number) })}
          />
          {opened.id === null ? null : (
            <>
              <Switch
                label={t("sites.close")}
                help={t("sites.closeHelp")}
                checked={value.closedOn !== undefined}
                onChange={(closed) => change({ closedOn: closed ? today : undefined })}
              />
              {value.closedOn === undefined ? null : (
                <DayField
                  id="noi-dong"
                  label={t("sites.closeDay")}
                  error={pressed && wrong.closedOn ? t("wrong.day") : undefined}
                  value={value.closedOn}
                  today={today}
                  onChange={(closedOn) => change({ closedOn })}
                />
              )}
            </>
          )}
        </FormBody>
      ) : null}
    </Sheet>
  );
}

function fieldsOf({ name, short, village, templateId, weekdays, closedOn }: Site) {
  return {
    name: name.trim(),
    short: short?.trim() || null,
    village: village ?? null,
    templateId: templateId ?? null,
    weekdays: weekdays ? [...weekdays] : null,
    closedOn: closedOn ?? null,
  };
}
