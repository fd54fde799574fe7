import { useRef, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { callIdOf } from "#domain/calls/call-id.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { callOf } from "../../book/calls.ts";
import { useHand } from "../../book/deed.ts";
import { useFormDraft } from "../../book/form-draft.ts";
import { FormProblems } from "../../book/form-problems.tsx";
import { isKept } from "../../book/kept/only-read.tsx";
import { useNames } from "../../book/names.ts";
import { RecordPage, SaveDock } from "../../book/record-page.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { RowState } from "../../book/row-state.tsx";
import { visitOf } from "../../book/visit-row.tsx";
import { RecordConflicts } from "../../conflicts/record-conflicts.tsx";
import { RecordHistory } from "../../history/record-history.tsx";
import { formatDay, formatMoment, inSentence } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useNow, useRow } from "../../logbook-context.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button, ButtonPair, LinkButton } from "../../ui/button.tsx";
import { Facts } from "../../ui/facts.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { useCommand } from "../../use-command.ts";
import { deleteVisit, editVisit, restoreVisit } from "./commands.ts";
import { draftOf, visitFieldOf, visitProblems } from "./visit-draft.ts";
import { VisitFields } from "./visit-fields.tsx";
import { VisitList } from "./visit-list.tsx";
import { useVisitWords } from "./visit-words.ts";

/** One visit: what was written, who by, how far it got; and its mending. */
export default function VisitPage() {
  const t = useText("support");
  const { id = "" } = useParams();
  const [search] = useSearchParams();
  const me = useMe();
  const row = useRow(id);
  const call = useRow(callIdOf(id));
  const mayWrite =
    row && !isKept(row) ? me.has("centre") || (me.has("village") && row.created.by === me.person) : false;
  const edits = search.get("sua") === "1" && mayWrite && !row?.deleted;
  return (
    <RecordPage
      texts="support"
      row={row}
      backTo="/ho-tro"
      list={<VisitList current={id} />}
      dock={edits ? <SaveDock form="visit-edit">{t("saveEdit")}</SaveDock> : null}
    >
      {(found) =>
        edits ? (
          call === undefined ? null : (
            <VisitEdit key={id} row={found} call={call} />
          )
        ) : (
          <VisitRecord row={found} call={call ?? null} mayWrite={mayWrite} />
        )
      }
    </RecordPage>
  );
}

interface Held {
  readonly row: StoredRow;
  /** What is kept apart of it, for whoever may read it. */
  readonly call: StoredRow | null;
}

function VisitRecord({ row, call, mayWrite }: Held & { mayWrite: boolean }) {
  const t = useText("support");
  const common = useText("common");
  const names = useNames();
  const hand = useHand();
  const command = useCommand();
  const navigate = useNavigate();
  const { now } = useNow();
  const visit = visitOf(row);
  const groups = Object.entries(visit.groups ?? {}).map(
    ([code, count]) => `${count} ${inSentence(t(`catalogue.groups.${code}`))}`,
  );
  const apart = call && !call.deleted ? callOf(call) : undefined;
  const contact = [apart?.name, apart?.phone].filter(Boolean).join(" · ");
  const items = [
    { term: t("facts.place"), value: names.village(visit.village) ?? t("atCentre") },
    { term: t("facts.form"), value: t(`catalogue.forms.${visit.form}`) },
    { term: t("facts.result"), value: t(`catalogue.results.${visit.result}`) },
    { term: t("facts.people"), value: visit.people },
    { term: t("facts.groups"), value: groups.length > 0 ? groups.join(", ") : t("noGroups") },
    { term: t("facts.day"), value: formatDay(visit.day) },
    { term: t("facts.by"), value: `${names.person(row.created.by)}, ${formatMoment(row.created.at, now)}` },
    ...(apart?.note ? [{ term: t("facts.note"), value: apart.note }] : []),
    ...(contact === "" ? [] : [{ term: t("facts.contact"), value: contact }]),
    ...(row.erased || call?.erased ? [{ term: t("facts.note"), value: t("erased") }] : []),
  ];
  return (
    <>
      <PageHead
        title={t(`catalogue.kinds.${visit.sort}`)}
        sub={visit.tally ? t("tally") : t("recordTitle")}
        back={{ label: common("back"), to: "/ho-tro" }}
      />
      <div className="block">
        <RowState row={row} size="box" />
      </div>
      <RefusalBanner refusal={command.refusal} />
      {row.deleted ? (
        <Banner
          icon="trash"
          title={t("deleted")}
          action={
            mayWrite ? (
              <Button icon="undo" onClick={() => void command.run(() => restoreVisit(hand, row.id))}>
                {t("restore")}
              </Button>
            ) : null
          }
        />
      ) : null}
      <RecordConflicts record={row.id} />
      <Facts items={items} />
      {apart?.to && call && !call.erased ? (
        <div className="block">
          <LinkButton icon="phone" full to={`/goi-lai/${row.id}`}>
            {t("openCall")}
          </LinkButton>
        </div>
      ) : null}
      {mayWrite && !row.deleted ? (
        <div className="block">
          <ButtonPair>
            <Button icon="edit" onClick={() => void navigate(`/ho-tro/${row.id}?sua=1`)}>
              {t("editVisit")}
            </Button>
            <Button
              icon="trash"
              onClick={() => void command.run(() => deleteVisit(hand, row.id), t("deleted"))}
            >
              {t("delete")}
            </Button>
          </ButtonPair>
        </div>
      ) : null}
      <div className="block">
        <RecordHistory record={row.id} />
      </div>
    </>
  );
}

function VisitEdit({ row, call }: Held) {
  const t = useText("support");
  const common = useText("common");
  const me = useMe();
  const hand = useHand();
  const command = useCommand();
  const navigate = useNavigate();
  const { day } = useNow();
  const words = useVisitWords(day);
  // What the person saw when the form was opened: the base of the change, whatever arrives meanwhile.
  const opened = useRef({ seq: row.seq, draft: draftOf(visitOf(row), call ? callOf(call) : undefined) });
  const form = useFormDraft(`support/${row.id}`, () => opened.current.draft, row.id);
  const [attempt, setAttempt] = useState(0);
  const found = visitProblems(form.value, day, !me.has("centre"), opened.current.draft);
  const problems = attempt > 0 ? found : [];
  const save = async () => {
    if (found.length > 0) return setAttempt(attempt + 1);
    const { seq, draft } = opened.current;
    if (await form.save(({ key }) => editVisit(hand, row.id, draft, form.value, seq, key)))
      void navigate(`/ho-tro/${row.id}`, { replace: true });
  };
  return (
    <>
      <PageHead title={t("editVisit")} back={{ label: common("back"), to: `/ho-tro/${row.id}` }} />
      {form.isReady ? (
        <FormBody id="visit-edit" label={t("editVisit")} onSubmit={() => void save()}>
          <FormProblems
            t={t}
            stem="visit"
            problems={problems}
            fieldOf={visitFieldOf}
            values={words}
            attempt={attempt}
            refusal={command.refusal}
          />
          <VisitFields
            draft={form.value}
            change={form.change}
            today={day}
            problems={problems}
            ended={call?.erased === true}
          />
        </FormBody>
      ) : null}
    </>
  );
}
