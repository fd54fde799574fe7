import { useState } from "react";
import { templateForSite } from "#domain/checks/template-at.ts";
import { officeWeek } from "#domain/org/calendar/work-days.ts";
import type { Site } from "#domain/org/org-kinds.ts";
import { isCalendarDay } from "#kernel/calendar.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../../book/deed.ts";
import { DayField } from "../../../book/moment/day-field.tsx";
import { type Names, useNames } from "../../../book/names.ts";
import { RefusalBanner } from "../../../book/refusal-banner.tsx";
import { formatDay } from "../../../i18n/format.ts";
import { useText } from "../../../i18n/i18n.ts";
import { useNow, useRowsByKey } from "../../../logbook-context.tsx";
import { Screen } from "../../../shell/screen.tsx";
import { Button } from "../../../ui/button.tsx";
import { MultiChoice } from "../../../ui/choices.tsx";
import { Dock } from "../../../ui/dock.tsx";
import { Field } from "../../../ui/field.tsx";
import { FormBody } from "../../../ui/form-body.tsx";
import { Select, TextInput } from "../../../ui/inputs.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { Picked } from "../../../ui/picked.tsx";
import { EmptyState } from "../../../ui/plain-states.tsx";
import { Sheet } from "../../../ui/sheet.tsx";
import { Switch } from "../../../ui/switch.tsx";
import { useCommand } from "../../../use-command.ts";
import { addRecord, setRecord } from "./org-commands.ts";
import { SiteVillage } from "./site-village.tsx";

type Opened = { readonly id: string | null; readonly body: Site };
const days = ["1", "2", "3", "4", "5", "6", "7"] as const;

/** *Điểm kiểm tra*: where checks are made, with which template, on which days of the week. */
export default function SitesPage() {
  const t = useText("org");
  const names = useNames();
  const templates = useRowsByKey("checkTemplate") ?? [];
  const hand = useHand();
  const command = useCommand();
  const [opened, setOpened] = useState<Opened | null>(null);
  const nameOf = (row: StoredRow) => String(row.body["name"]);
  const templateName = (id: string | undefined) => {
    const found = templateForSite(templates, id);
    if (!found) return t("sites.noTemplate");
    return found.id === id ? nameOf(found) : t("sites.shared", { name: nameOf(found) });
  };
  const save = async (body: Site) => {
    if (!opened) return;
    const { name, short, village, templateId, weekdays, closedOn } = body;
    const fields = {
      name: name.trim(),
      short: short?.trim() || null,
      village: village ?? null,
      templateId: templateId ?? null,
      weekdays: weekdays ? [...weekdays] : null,
      closedOn: closedOn ?? null,
    };
    const { id } = opened;
    const saved = await command.run(
      () =>
        id === null
          ? addRecord(hand, "site", { ...fields, order: names.sites.length })
          : setRecord(hand, "site", id, fields),
      t("saved", { name: fields.name }),
    );
    if (saved) setOpened(null);
  };
  return (
    <Screen
      title={t("doors.sites")}
      form
      dock={
        <Dock>
          <Button
            variant="main"
            size="56"
            full
            icon="plus"
            onClick={() => setOpened({ id: null, body: { name: "", templateId: templates[0]?.id } })}
          >
            {t("sites.add")}
          </Button>
        </Dock>
      }
    >
      <PageHead title={t("doors.sites")} back={{ label: t("common:back"), to: "/quan-tri" }} />
      {names.isReady && names.sites.length === 0 ? (
        <EmptyState fact={t("sites.empty")} todo={t("sites.emptyTodo")} />
      ) : null}
      <ul className="door-list" aria-label={t("doors.sites")}>
        {names.sites.map(({ id, body }) => (
          <li key={id}>
            <Picked
              icon="pin"
              text={body.name}
              sub={[
                names.village(body.village) ?? "",
                templateName(body.templateId),
                (body.weekdays ?? officeWeek).map((day) => t(`weekdays.${day}`)).join(", "),
                body.closedOn ? t("sites.closedFrom", { day: formatDay(body.closedOn) }) : "",
              ]
                .filter(Boolean)
                .join(" · ")}
              deed={t("edit")}
              onChange={() => setOpened({ id, body })}
            />
          </li>
        ))}
      </ul>
      {opened ? (
        <SiteSheet
          opened={opened}
          names={names}
          templates={templates.map((row) => ({ id: row.id, name: nameOf(row) }))}
          refusal={<RefusalBanner refusal={command.refusal} />}
          onSave={(body) => void save(body)}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </Screen>
  );
}

function SiteSheet({
  opened,
  names,
  templates,
  refusal,
  onSave,
  onClose,
}: {
  opened: Opened;
  names: Names;
  templates: readonly { id: string; name: string }[];
  refusal: React.ReactNode;
  onSave: (body: Site) => void;
  onClose: () => void;
}) {
  const t = useText("org");
  const { day: today } = useNow();
  const [value, setValue] = useState<Site>(opened.body);
  const [pressed, setPressed] = useState(false);
  const change = (part: Partial<Site>) => setValue((now) => ({ ...now, ...part }) as Site);
  const week = (value.weekdays ?? officeWeek).map(String);
  const wrong = {
    name: value.name.trim() === "",
    week: week.length === 0,
    closedOn: value.closedOn !== undefined && !isCalendarDay(value.closedOn),
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
      {refusal}
      <FormBody
        id="noi-kiem"
        label={t("doors.sites")}
        onSubmit={() => {
          setPressed(true);
          if (!Object.values(wrong).some(Boolean)) onSave(value);
        }}
      >
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
    </Sheet>
  );
}
