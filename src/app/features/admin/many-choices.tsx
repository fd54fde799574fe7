import { useState } from "react";
import { matches } from "#kernel/text.ts";
import { useText } from "../../i18n/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { MultiChoice, type Option } from "../../ui/choices.tsx";
import { Field, type FieldTexts } from "../../ui/field.tsx";
import { TextInput } from "../../ui/inputs.tsx";

const shownAtOnce = 8;
/** Names of so many letters stand two to a line on a phone: *Xóm 12*, *Bản Na Ca*. */
const shortName = 12;

interface Named extends Option<string> {
  text: string;
}

/** Any number of a register's names: those chosen first, the rest by search where the register is long. */
export function ManyChoices({
  id,
  name,
  options,
  values,
  onChange,
  search,
  ...texts
}: FieldTexts & {
  id: string;
  name: string;
  options: readonly Named[];
  values: readonly string[];
  onChange: (values: string[]) => void;
  /** What the search field says; asked for once the register is long. */
  search: string;
}) {
  const t = useText("admin");
  const [query, setQuery] = useState("");
  const [all, setAll] = useState(false);
  // Those chosen when it was opened stay on top; a tick does not move what the thumb is on.
  const [first] = useState(() => new Set(values));
  const isLong = options.length > shownAtOnce;
  const chosen = new Set(values);
  const found = [...options]
    .sort((a, b) => Number(first.has(b.value)) - Number(first.has(a.value)))
    .filter(({ text }) => matches(text, query));
  const most = all || query !== "" ? found.length : Math.max(shownAtOnce, first.size);
  const open = new Set(found.slice(0, most));
  // Whoever looks for one more still sees those that are ticked.
  const shown = options
    .filter((one) => chosen.has(one.value) || open.has(one))
    .sort((a, b) => Number(first.has(b.value)) - Number(first.has(a.value)));
  const pick = (picked: readonly string[]) => {
    // What is not shown stays as it is: filtered out, merged, or unknown to this device.
    const offered = new Set(shown.map(({ value }) => value));
    onChange([...values.filter((value) => !offered.has(value)), ...picked]);
  };
  return (
    <>
      {isLong ? (
        <Field id={`${id}-tim`} label={search}>
          <TextInput
            type="search"
            enterKeyHint="search"
            autoComplete="off"
            value={query}
            onChange={setQuery}
            // Looking for a name is not saving the form.
            onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
          />
        </Field>
      ) : null}
      <MultiChoice
        {...texts}
        id={id}
        name={name}
        columns={options.every(({ text }) => text.length <= shortName) ? 2 : 1}
        options={shown}
        values={values}
        onChange={pick}
      >
        {found.length === 0 ? (
          <p className="field-help" role="status">
            {t("people.noneFound", { query })}
          </p>
        ) : open.size < found.length ? (
          <Button full onClick={() => setAll(true)}>
            {t("people.showAll", { count: found.length })}
          </Button>
        ) : null}
      </MultiChoice>
    </>
  );
}
