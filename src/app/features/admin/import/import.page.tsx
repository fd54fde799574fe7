import "./import.css";
import { useId } from "react";
import { importFields } from "#domain/org/import/import-columns.ts";
import type { Refusal } from "#kernel/result.ts";
import { formatNumber } from "../../../i18n/format.ts";
import { useText } from "../../../i18n/i18n.ts";
import { problemWords } from "../../../problem-words.ts";
import { Screen } from "../../../shell/screen.tsx";
import { Banner } from "../../../ui/banner.tsx";
import { Button } from "../../../ui/button.tsx";
import { ChoiceGroup } from "../../../ui/choices.tsx";
import { Disclosure } from "../../../ui/disclosure.tsx";
import { Dock } from "../../../ui/dock.tsx";
import { Field } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icons.tsx";
import { Select } from "../../../ui/inputs.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { CodesPage } from "./codes-page.tsx";
import { ImportReview, writable } from "./import-review.tsx";
import { OldLettersStep } from "./old-letters-step.tsx";
import { sampleFile } from "./sample-file.ts";
import { hasNeeded, type ImportDesk, needed, useImport } from "./use-import.ts";

/** *Nhập từ bảng tính*: a file opened here, each line judged by the server, reviewed, and written at once or not at all. */
export default function ImportPage() {
  const t = useText("import");
  const desk = useImport();
  const { opened, old, reply, done, command } = desk;
  const ready = reply ? writable(desk) : [];
  if (done) return <CodesPage desk={desk} />;
  return (
    <Screen
      title={t("title")}
      form
      dock={
        opened && !old && !reply ? (
          <Dock>
            <Button
              variant="main"
              size="56"
              full
              disabled={command.busy || !hasNeeded(desk.what, opened.columns)}
              onClick={() => void desk.judge()}
            >
              {t(command.busy ? "judging" : "judge")}
            </Button>
          </Dock>
        ) : reply ? (
          <Dock>
            <Button
              variant="main"
              size="56"
              full
              disabled={command.busy || ready.length === 0}
              onClick={() => void desk.apply()}
            >
              {command.busy ? t("writing") : t(`write.${desk.what}`, { count: ready.length })}
            </Button>
          </Dock>
        ) : null
      }
    >
      <PageHead title={t("title")} sub={t("sub")} back={{ label: t("common:back"), to: "/quan-tri" }} />
      {command.refusal ? (
        <div role="alert">
          <Banner tone="bad" icon="bad-filled" title={t("notDone")}>
            {t(refusalKey(command.refusal), {
              ...command.refusal.facts,
              words: problemWords(command.refusal),
            })}
          </Banner>
        </div>
      ) : null}
      <FileStep desk={desk} />
      {old ? <OldLettersStep old={old} busy={command.busy} onAnswer={desk.answerOld} /> : null}
      {opened && !old ? <ColumnStep desk={desk} /> : null}
      {reply ? <ImportReview desk={desk} /> : null}
    </Screen>
  );
}

const sheetRefusals = [
  "sheet-too-large",
  "sheet-not-known",
  "sheet-broken",
  "sheet-not-utf8",
  "sheet-empty",
  "sheet-no-lines",
  "sheet-too-many",
];

function refusalKey({ code, facts }: Refusal): string {
  if (code === "sheet-other") return `refused.sorts.${String(facts?.["sort"])}`;
  return sheetRefusals.includes(code) ? `refused.${code}` : "refused.other";
}

function FileStep({ desk }: { desk: ImportDesk }) {
  const t = useText("import");
  const id = useId();
  const { opened, what } = desk;
  return (
    <div className="form">
      <ChoiceGroup
        name="nhap-gi"
        label={t("what")}
        value={what}
        options={(["people", "equipment"] as const).map((value) => ({ value, text: t(`kind.${value}`) }))}
        onChange={desk.choose}
      />
      <div className="field">
        <span className="field-label" id={`${id}-label`}>
          {t("file")}
        </span>
        <p className="field-help" id={`${id}-help`}>
          {t("fileHelp")}
        </p>
        <label className="import-file">
          <input
            className="choice-input"
            type="file"
            aria-labelledby={`${id}-label ${id}-name`}
            aria-describedby={`${id}-help`}
            accept=".xlsx,.xlsm,.csv,.xls,.ods,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file) void desk.open(file);
              event.target.value = "";
            }}
          />
          <Icon name="upload" />
          <span id={`${id}-name`}>
            {opened ? t("opened", { name: opened.name, count: opened.rows.length }) : t("choose")}
          </span>
        </label>
      </div>
      <a className="text-link" {...sampleFile(what, t)}>
        <Icon name="download" />
        <span>{t("sample")}</span>
      </a>
    </div>
  );
}

function ColumnStep({ desk }: { desk: ImportDesk }) {
  const t = useText("import");
  const { opened, what } = desk;
  if (!opened) return null;
  const { of, names: heads } = opened.columns;
  const missing = needed[what].filter((field) => (of[field] ?? -1) < 0);
  return (
    <div className="form">
      {missing.length > 0 ? (
        <Banner tone="review" icon="review" title={t("columns.missing")}>
          {t("columns.missingText", { names: missing.map((field) => t(`field.${field}`)).join(", ") })}
        </Banner>
      ) : null}
      <Disclosure
        title={t("columns.title", {
          count: formatNumber(Object.values(of).filter((column) => column >= 0).length),
        })}
        open={missing.length > 0}
      >
        <div className="form import-columns">
          {importFields[what].map((field) => (
            <Field key={field} id={`cot-${field}`} label={t(`field.${field}`)}>
              <Select
                value={String(of[field] ?? -1)}
                onChange={(column) => desk.setColumn(field, Number(column))}
              >
                <option value="-1">{t("columns.none")}</option>
                {heads.map((text, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
                  <option key={at} value={at}>
                    {t("columns.one", { letter: letterOf(at), text })}
                  </option>
                ))}
              </Select>
            </Field>
          ))}
        </div>
      </Disclosure>
    </div>
  );
}

/** 0 → A, 27 → AB: as the spreadsheet names its columns. */
function letterOf(at: number): string {
  const rest = Math.floor(at / 26);
  return `${rest > 0 ? letterOf(rest - 1) : ""}${String.fromCharCode(65 + (at % 26))}`;
}
