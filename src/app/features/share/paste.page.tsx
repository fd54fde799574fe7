import { useEffect } from "react";
import { useSearchParams } from "react-router";
import type { PastedIncident } from "#client/sms.ts";
import { useKeptForm } from "../../book/form-draft.ts";
import { severityOf } from "../../book/incident-row.tsx";
import { useNames } from "../../book/names.ts";
import { formatMoment } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useNow, useRow } from "../../logbook-context.tsx";
import { problemWords } from "../../problem-words.ts";
import { Screen } from "../../shell/screen.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Facts } from "../../ui/facts.tsx";
import { Field } from "../../ui/field.tsx";
import { TextArea } from "../../ui/inputs.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Severity } from "../../ui/severity.tsx";
import { KeptMessages } from "./kept-messages.tsx";
import { type PasteState, usePaste } from "./use-paste.ts";

/** *Dán tin nhắn sự cố*: what a message says, then one tap; also where the phone's share sheet hands a text to. */
export default function PastePage() {
  const t = useText("share");
  const [search] = useSearchParams();
  const shared = search.get("text") ?? search.get("title") ?? "";
  const form = useKeptForm(`paste/${shared}`, () => ({ text: shared }));
  const { text } = form.value;
  const setText = (next: string) => form.change({ text: next });
  const paste = usePaste(text);
  const { settle } = form;
  useEffect(() => {
    if (paste.isDone) settle();
  }, [paste.isDone, settle]);
  const fill = () => void navigator.clipboard?.readText().then(setText, () => undefined);
  return (
    <Screen title={t("paste.title")} form>
      <PageHead title={t("paste.title")} back={{ label: t("common:back"), to: "/su-co" }} />
      <div className="form">
        <Field label={t("paste.label")} help={t("paste.help")}>
          <TextArea value={text} onChange={setText} rows={4} autoComplete="off" />
        </Field>
        {text === "" && typeof navigator.clipboard?.readText === "function" ? (
          <Button full onClick={fill}>
            {t("paste.fromClipboard")}
          </Button>
        ) : null}
        {paste.refusal ? (
          <div role="alert">
            <Banner tone="bad" icon="warning">
              {problemWords(paste.refusal)}
            </Banner>
          </div>
        ) : null}
        {paste.incident ? <Preview incident={paste.incident} paste={paste} /> : null}
        <p role="status">{paste.said}</p>
      </div>
      <KeptMessages />
    </Screen>
  );
}

function Preview({ incident, paste }: { incident: PastedIncident; paste: PasteState }) {
  const t = useText("share");
  const names = useNames();
  const { now } = useNow();
  const known = useRow(incident.record);
  const level = severityOf({ severity: incident.severity } as never);
  const items = [
    { term: t("paste.number"), value: incident.number },
    { term: t("paste.group"), value: t(`incidents:catalogue.groups.${incident.group}`) },
    {
      term: t("paste.severity"),
      value: (
        <span className="mark">
          <Severity level={level} />
          <span>{level}</span>
        </span>
      ),
    },
    {
      term: t("paste.place"),
      value: names.site(incident.place) ?? names.village(incident.place) ?? t("paste.noPlace"),
    },
    { term: t("paste.since"), value: formatMoment(incident.since, now) },
    { term: t("paste.text"), value: incident.text },
  ];
  return (
    <>
      <Facts items={items} />
      {known ? (
        <>
          <p>{t("paste.here")}</p>
          <LinkButton to={`/su-co/${incident.record}`} full>
            {t("paste.open")}
          </LinkButton>
        </>
      ) : (
        <Button variant="main" size="56" full disabled={paste.busy || paste.isDone} onClick={paste.record}>
          {t("paste.deed")}
        </Button>
      )}
    </>
  );
}
