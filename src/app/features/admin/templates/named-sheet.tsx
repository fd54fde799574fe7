import { type ReactNode, useState } from "react";
import { useKeptForm } from "../../../book/form-draft.ts";
import { useText } from "../../../i18n/i18n.ts";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { FormBody } from "../../../ui/form-body.tsx";
import { TextInput } from "../../../ui/inputs.tsx";
import { Sheet } from "../../../ui/sheet.tsx";

interface Named {
  readonly name: string;
  readonly short?: string | undefined;
}

/** A named part of a template, new or to be changed: its name, its short name, and what else its kind asks. */
export function NamedSheet<T extends Named>({
  part,
  keptAs,
  isNew,
  words,
  form,
  nameHelp,
  shortLength,
  remove,
  onSave,
  onRemove,
  onClose,
  children,
}: {
  part: T;
  /** Under which its text is kept until it stands in the draft of the template. */
  keptAs: string;
  isNew: boolean;
  /** Its sentences, under `templates`. */
  words: "group" | "item";
  /** Stem of the ids of its fields. */
  form: string;
  nameHelp?: string;
  shortLength: number;
  /** What the button says that takes it out. */
  remove: string;
  onSave: (part: T) => void;
  onRemove: () => void;
  onClose: () => void;
  children?: (value: T, change: (some: Partial<T>) => void) => ReactNode;
}) {
  const t = useText("templates");
  const kept = useKeptForm<T>(keptAs, () => part);
  const { value } = kept;
  const [pressed, setPressed] = useState(false);
  const change = (some: Partial<T>) => kept.change(some);
  const isBlank = value.name.trim() === "";
  const save = () => {
    setPressed(true);
    if (isBlank) return;
    kept.settle();
    onSave(value);
  };
  return (
    <Sheet
      open
      onClose={onClose}
      dismissOutside={false}
      title={t(isNew ? `${words}.add` : `${words}.edit`)}
      closeLabel={t("common:close")}
      footer={
        <Button variant="main" size="56" full type="submit" form={`${form}-mau`}>
          {t(isNew ? `${words}.addDeed` : `${words}.save`)}
        </Button>
      }
    >
      {kept.isReady ? (
        <FormBody id={`${form}-mau`} label={t(`${words}.edit`)} onSubmit={save}>
          <Field
            id={`${form}-ten`}
            label={t(`${words}.name`)}
            help={nameHelp}
            error={pressed && isBlank ? t(`${words}.nameError`) : undefined}
          >
            <TextInput
              value={value.name}
              maxLength={300}
              onChange={(name) => change({ name } as Partial<T>)}
            />
          </Field>
          <Field
            id={`${form}-gon`}
            label={t(`${words}.short`)}
            optional={t("common:optional")}
            help={t(`${words}.shortHelp`)}
          >
            <TextInput
              value={value.short ?? ""}
              maxLength={shortLength}
              onChange={(short) => change({ short } as Partial<T>)}
            />
          </Field>
          {children?.(value, change)}
          {isNew ? null : (
            <Button
              full
              icon="trash"
              onClick={() => {
                kept.settle();
                onRemove();
              }}
            >
              {remove}
            </Button>
          )}
        </FormBody>
      ) : null}
    </Sheet>
  );
}
