import { useText } from "../../i18n/i18n.ts";
import { Button, ButtonPair } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { Picked } from "../../ui/picked.tsx";
import { EquipmentPick, findEquipment } from "./equipment-sheet.tsx";
import { GroupField, SystemField } from "./incident-fields.tsx";
import type { IncidentForm } from "./use-incident-form.ts";

interface Part {
  readonly form: IncidentForm;
}

interface Finding {
  readonly onOpen: (way: "list" | "scan") => void;
}

/** What is broken: a thing of the register, words of one's own, a system, or at least its group. */
export function What({ form, onOpen }: Part & Finding) {
  const t = useText("incidents");
  const { draft, names } = form;
  const thing = names.equipmentOf(draft.equipment);
  return (
    <>
      {thing ? (
        <div className="field">
          <p className="field-label">{t("what.label")}</p>
          <Picked
            id="incident-what"
            icon="register"
            text={<b>{thing.name}</b>}
            sub={[thing.code, thing.place].filter(Boolean).join(" · ")}
            deed={t("what.change")}
            onChange={() => onOpen("list")}
          />
        </div>
      ) : (
        <TypedThing form={form} onOpen={onOpen} />
      )}
      <GroupField draft={form.draft} change={form.change} problems={form.problems} />
      <SystemField draft={form.draft} change={form.change} />
    </>
  );
}

/** Words of one's own, with the things of the register that sound like them a tap away. */
function TypedThing({ form, onOpen }: Part & Finding) {
  const t = useText("incidents");
  const { draft, names } = form;
  const typed = draft.title.trim();
  const alike = typed.length < 2 ? [] : findEquipment(names, typed).slice(0, 3);
  return (
    <>
      <Field
        id="incident-what"
        label={t("what.label")}
        error={form.problems.includes("what") ? t("errors.what") : undefined}
      >
        <TextInput value={draft.title} autoComplete="off" onChange={(title) => form.change({ title })} />
      </Field>
      {alike.length > 0 ? (
        <ul className="pick-list" aria-label={t("what.alike")}>
          {alike.map(({ id, body }) => (
            <EquipmentPick key={id} thing={body} onPick={() => form.pickEquipment(id)} />
          ))}
        </ul>
      ) : null}
      <ButtonPair>
        <Button icon="register" onClick={() => onOpen("list")}>
          {t("what.choose")}
        </Button>
        <Button icon="qr" onClick={() => onOpen("scan")}>
          {t("what.scan")}
        </Button>
      </ButtonPair>
    </>
  );
}
