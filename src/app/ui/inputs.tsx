import type { ComponentProps, ReactNode } from "react";
import { useFieldWiring } from "./field.tsx";
import { Icon } from "./icons.tsx";

type Own = "className" | "style" | "value" | "onChange" | "defaultValue";

function useWired(id: string | undefined) {
  const field = useFieldWiring();
  return {
    id: id ?? field?.id,
    "aria-describedby": field?.describedBy,
    "aria-invalid": field?.invalid || undefined,
  };
}

/** One line of text, a telephone number or a secret. Days and times have fields of their own (`book/moment`). */
export function TextInput({
  value,
  onChange,
  id,
  type = "text",
  ...rest
}: Omit<ComponentProps<"input">, Own | "type"> & {
  type?: "text" | "search" | "tel" | "password" | undefined;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <input
      {...rest}
      {...useWired(id)}
      className="input"
      type={type}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** Several lines of text, growing with what is written. */
export function TextArea({
  value,
  onChange,
  id,
  rows = 2,
  ...rest
}: Omit<ComponentProps<"textarea">, Own> & { value: string; onChange: (value: string) => void }) {
  return (
    <textarea
      {...rest}
      {...useWired(id)}
      className="input"
      rows={rows}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** The device's own list, for a long choice with short names. */
export function Select({
  value,
  onChange,
  id,
  children,
  ...rest
}: Omit<ComponentProps<"select">, Own> & {
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}) {
  return (
    <span className="select">
      <select
        {...rest}
        {...useWired(id)}
        className="input"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {children}
      </select>
      <Icon name="down" />
    </span>
  );
}
