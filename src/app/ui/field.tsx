import { createContext, type ReactNode, useContext, useId } from "react";
import { Icon } from "./icons.tsx";

interface Wiring {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
}

const FieldWiring = createContext<Wiring | null>(null);

/** The identity and description that the surrounding field gives to its control. */
export function useFieldWiring() {
  return useContext(FieldWiring);
}

export interface FieldTexts {
  label: ReactNode;
  help?: ReactNode;
  error?: ReactNode;
  optional?: ReactNode;
}

/** The names of a field's help and error, and the attribute that points to those in use. */
export function useFieldIds(id: string | undefined, { help, error }: Pick<FieldTexts, "help" | "error">) {
  const made = useId();
  const own = id ?? made;
  const helpId = `${own}-help`;
  const errorId = `${own}-error`;
  const describedBy = [error ? errorId : "", help ? helpId : ""].filter(Boolean).join(" ") || undefined;
  return { id: own, helpId, errorId, describedBy };
}

/** The help under a label, then the error between label and control. */
export function FieldNotes({
  help,
  helpId,
  error,
  errorId,
}: Pick<FieldTexts, "help" | "error"> & { helpId: string; errorId: string }) {
  return (
    <>
      {help ? (
        <p className="field-help" id={helpId}>
          {help}
        </p>
      ) : null}
      {error ? (
        <p className="field-error" id={errorId}>
          <Icon name="bad-filled" size={20} />
          <span>{error}</span>
        </p>
      ) : null}
    </>
  );
}

/** The words of a label with the remark that it may stay empty. */
export function FieldLabel({ label, optional }: Pick<FieldTexts, "label" | "optional">) {
  return (
    <>
      {label}
      {optional ? <span className="field-optional"> {optional}</span> : null}
    </>
  );
}

/** A control with its label above, help and error between, all tied together for a screen reader. */
export function Field({
  label,
  help,
  error,
  optional,
  id: givenId,
  children,
}: FieldTexts & { id?: string | undefined; children: ReactNode }) {
  const { id, helpId, errorId, describedBy } = useFieldIds(givenId, { help, error });
  return (
    <div className="field" data-error={error ? true : undefined}>
      <label className="field-label" htmlFor={id}>
        <FieldLabel label={label} optional={optional} />
      </label>
      <FieldNotes help={help} helpId={helpId} error={error} errorId={errorId} />
      <FieldWiring value={{ id, describedBy, invalid: Boolean(error) }}>{children}</FieldWiring>
    </div>
  );
}
