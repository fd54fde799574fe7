import { useRef, useState } from "react";
import { Navigate, useNavigate, useParams } from "react-router";
import { contactLevels } from "#domain/contacts/contact-kinds.ts";
import { anySystem, systems } from "#domain/contacts/systems.ts";
import { mayDo } from "#domain/rights.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { useFormDraft } from "../../book/form-draft.ts";
import { FormProblems } from "../../book/form-problems.tsx";
import { contactOf, systemWord } from "../../book/incident-contacts.tsx";
import { SaveDock, unlessDeleted } from "../../book/record-page.tsx";
import { RowState } from "../../book/row-state.tsx";
import { TelephoneDoubts } from "../../book/telephone-doubts.tsx";
import { RecordConflicts } from "../../conflicts/record-conflicts.tsx";
import { RecordHistory } from "../../history/record-history.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useRow } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { Select, TextInput } from "../../ui/inputs.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { useCommand } from "../../use-command.ts";
import { deleteContact, saveContact } from "./commands.ts";
import { contactFrom, contactProblems, draftOf, emptyContact, ownSystem } from "./contact-draft.ts";

const known = [anySystem, ...systems] as readonly string[];

/** One rung of the ladder, new or put right. */
export default function ContactFormPage() {
  const t = useText("contacts");
  const { id } = useParams();
  const found = useRow(id);
  const row = unlessDeleted(found);
  const me = useMe();
  if (!mayDo(me.rights, "contact", "edit")) return <Navigate to="/danh-ba" replace />;
  if (id !== undefined && row === undefined) return null;
  const title = t(id === undefined ? "addTitle" : "editTitle");
  const isMissing = id !== undefined && !row;
  return (
    <Screen title={title} form dock={isMissing ? null : <SaveDock form="contact">{t("save")}</SaveDock>}>
      <PageHead title={title} back={{ label: t("common:back"), to: "/danh-ba" }} />
      {isMissing ? (
        <EmptyState fact={t("missing")} todo={t("missingTodo")} />
      ) : (
        <ContactForm key={id} row={row ?? null} />
      )}
    </Screen>
  );
}

function ContactForm({ row }: { row: StoredRow | null }) {
  const t = useText("contacts");
  const common = useText("common");
  const hand = useHand();
  const command = useCommand();
  const navigate = useNavigate();
  // What the person saw when the form was opened: the base of the change, whatever arrives meanwhile.
  const opened = useRef(row ? { id: row.id, seq: row.seq, body: contactOf(row).body } : null);
  const form = useFormDraft(
    `contact/${row?.id ?? "new"}`,
    () => (opened.current ? draftOf(opened.current.body, known) : emptyContact),
    row?.id,
  );
  const [attempt, setAttempt] = useState(0);
  const problems = attempt > 0 ? contactProblems(form.value) : [];
  const leave = () => void navigate("/danh-ba", { replace: true });
  const save = async () => {
    const contact = contactProblems(form.value).length > 0 ? null : contactFrom(form.value);
    if (!contact) return setAttempt(attempt + 1);
    if (await form.save((kept) => saveContact(hand, opened.current, contact, kept))) leave();
  };
  const drop = async (id: string) => {
    if (await command.run(() => deleteContact(hand, id))) leave();
  };
  if (!form.isReady) return null;
  const error = (name: (typeof problems)[number]) =>
    problems.includes(name) ? t(`errors.${name}`) : undefined;
  const text = (name: "own" | "name" | "phone" | "hours" | "note", extra: object = {}) => (
    <Field
      id={`contact-${name}`}
      label={t(`fields.${name}`)}
      error={name === "note" ? undefined : error(name)}
      {...(name === "hours" || name === "note" ? { optional: common("optional") } : {})}
      {...(name === "hours" ? { help: t("hoursHelp") } : {})}
    >
      <TextInput value={form.value[name]} onChange={(value) => form.change({ [name]: value })} {...extra} />
      {name === "phone" ? <TelephoneDoubts text={form.value.phone} /> : null}
    </Field>
  );
  return (
    <>
      {row ? (
        <div className="block">
          <RowState row={row} size="box" />
        </div>
      ) : null}
      {row ? <RecordConflicts record={row.id} /> : null}
      <FormBody id="contact" label={t("editTitle")} onSubmit={() => void save()}>
        <FormProblems
          t={t}
          stem="contact"
          problems={problems}
          attempt={attempt}
          refusal={form.refusal ?? command.refusal}
        />
        <Field label={t("fields.system")}>
          <Select value={form.value.system} onChange={(system) => form.change({ system })}>
            {known.map((system) => (
              <option key={system} value={system}>
                {systemWord(t, system)}
              </option>
            ))}
            <option value={ownSystem}>{t("ownSystem")}</option>
          </Select>
        </Field>
        {form.value.system === ownSystem ? text("own") : null}
        <Field label={t("fields.level")}>
          <Select value={form.value.level} onChange={(level) => form.change({ level })}>
            {contactLevels.map((level) => (
              <option key={level} value={level}>
                {t(`levels.${level}`)}
              </option>
            ))}
          </Select>
        </Field>
        {text("name", { autoComplete: "off" })}
        {text("phone", { type: "tel", autoComplete: "off" })}
        {text("hours")}
        {text("note")}
      </FormBody>
      {row ? (
        <div className="block">
          <Button icon="trash" full onClick={() => void drop(row.id)}>
            {t("delete")}
          </Button>
          <RecordHistory record={row.id} />
        </div>
      ) : null}
    </>
  );
}
