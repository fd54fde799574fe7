import { Suspense, useState } from "react";
import { thingOnLabel } from "#domain/incidents/equipment-code.ts";
import { dayOf, isCalendarDay } from "#kernel/calendar.ts";
import { TurnedDay } from "../../book/deed-day.tsx";
import { FormProblems } from "../../book/form-problems.tsx";
import { DayChoice } from "../../book/moment/day-choice.tsx";
import { TimeField } from "../../book/moment/late-fields.tsx";
import { NoteField } from "../../book/note-field.tsx";
import { PhotoField } from "../../book/photos/photo-field.tsx";
import { SaveDock } from "../../book/record-page.tsx";
import { SymptomChips } from "../../book/symptoms/lazy-parts.ts";
import { formatDay, formatShortDay, formatTime, weekdayInside } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { LatePart, lazyPart } from "../../late-part.tsx";
import { Screen } from "../../shell/screen.tsx";
import { Disclosure } from "../../ui/disclosure.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { Select } from "../../ui/inputs.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EquipmentSheet } from "./equipment-sheet.tsx";
import { SeverityBanner, SeverityQuestions } from "./incident-fields.tsx";
import { type IncidentForm, useIncidentForm } from "./use-incident-form.ts";
import { What } from "./what-field.tsx";

const ScanSheet = lazyPart(async () => (await import("../../book/scan/scan-sheet.tsx")).ScanSheet);

/** *Báo sự cố* in half a minute with one thumb: what, how many counters stand still, and it is written. */
export default function IncidentFormPage() {
  const t = useText("incidents");
  const common = useText("common");
  const form = useIncidentForm();
  const [opened, setOpened] = useState<"list" | "scan" | null>(null);
  return (
    <Screen title={t("formTitle")} form dock={<SaveDock form="incident-form">{t("save")}</SaveDock>}>
      <PageHead
        title={t("formTitle")}
        sub={t("writtenAt", {
          time: formatTime(form.now),
          day: `${weekdayInside(form.day)} ${formatShortDay(form.day)}`,
        })}
        back={{ label: common("back"), to: "/su-co" }}
      />
      {form.isReady ? (
        <FormBody id="incident-form" label={t("formTitle")} onSubmit={form.save}>
          <FormProblems
            t={t}
            stem="incident"
            problems={form.problems}
            attempt={form.attempt}
            refusal={form.refusal}
          />
          <TurnedDay openedAt={form.openedAt} today={form.day} chosen={form.draft.sinceDay || null} />
          <What form={form} onOpen={setOpened} />
          <Symptoms form={form} />
          <SeverityQuestions draft={form.draft} change={form.change} problems={form.problems} />
          <SeverityBanner draft={form.draft} since={form.since ?? form.now} now={form.now} />
          <NoteField
            id="incident-note"
            label={t("note")}
            optional={common("optional")}
            help={t("noteHelp")}
            value={form.draft.note}
            onChange={(note) => form.change({ note })}
          />
          <PhotoField form={form.key} />
          <Place form={form} />
          <Since form={form} />
        </FormBody>
      ) : null}
      {opened === "list" ? (
        <EquipmentSheet
          names={form.names}
          onPick={(id) => {
            form.pickEquipment(id);
            setOpened(null);
          }}
          onNone={() => {
            form.change({ equipment: "" });
            setOpened(null);
          }}
          onClose={() => setOpened(null)}
        />
      ) : null}
      {opened === "scan" ? (
        <LatePart>
          <ScanSheet
            onRead={(text) => {
              const found = thingOnLabel(form.names.equipment, text);
              if (found) form.pickEquipment(found.id);
              if (found) setOpened(null);
              return found !== undefined;
            }}
            onClose={() => setOpened(null)}
          />
        </LatePart>
      ) : null}
    </Screen>
  );
}

interface Part {
  readonly form: IncidentForm;
}

/** Once it is known what broke: how such things break, a tap each into the note. */
function Symptoms({ form }: Part) {
  const t = useText("incidents");
  const { draft, names } = form;
  const thing = names.equipmentOf(draft.equipment);
  if (!thing && draft.group === "") return null;
  return (
    <Suspense fallback={null}>
      <SymptomChips
        broken={{
          sort: thing?.sort,
          name: thing?.name ?? draft.title,
          group: Number(draft.group) || undefined,
        }}
        label={t("symptoms")}
        note={draft.note}
        onNote={(note) => form.change({ note })}
      />
    </Suspense>
  );
}

function Place({ form }: Part) {
  const t = useText("incidents");
  const { draft } = form;
  return (
    <Field
      id="incident-place"
      label={t("place")}
      error={form.problems.includes("place") ? t("errors.place") : undefined}
    >
      <Select value={draft.place} onChange={(place) => form.change({ place })}>
        <option value="">{t("placePick")}</option>
        {form.sites.map((site) => (
          <option key={site.id} value={`site:${site.id}`}>
            {site.body.name}
          </option>
        ))}
        {form.villages.map((village) => (
          <option key={village.id} value={`village:${village.id}`}>
            {village.body.name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function Since({ form }: Part) {
  const t = useText("incidents");
  const { draft, day } = form;
  const isBad = form.problems.includes("since");
  return (
    <Disclosure
      title={
        draft.sinceDay === "" || !isCalendarDay(draft.sinceDay)
          ? t("sinceNow")
          : t("sinceAt", { day: formatDay(draft.sinceDay), time: draft.sinceTime })
      }
      open={isBad || draft.sinceDay !== ""}
    >
      <DayChoice
        id="incident-since"
        name="since"
        label={t("sinceDay")}
        error={isBad ? t("errors.since") : undefined}
        value={draft.sinceDay}
        today={day}
        max={dayOf(form.now)}
        onChange={(sinceDay) =>
          form.change({
            sinceDay,
            ...(draft.sinceTime === "" ? { sinceTime: formatTime(form.now) } : {}),
          })
        }
      />
      {draft.sinceDay === "" ? null : (
        <TimeField
          label={t("sinceTime")}
          value={draft.sinceTime}
          now={form.now}
          onChange={(sinceTime) => form.change({ sinceTime })}
        />
      )}
    </Disclosure>
  );
}
