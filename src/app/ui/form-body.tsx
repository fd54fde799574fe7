import type { ReactNode } from "react";

/** One column of fields; the deed may stand in the dock with `form={id}`. */
export function FormBody({
  id,
  label,
  onSubmit,
  children,
}: {
  id?: string | undefined;
  label?: string | undefined;
  onSubmit: () => void;
  children: ReactNode;
}) {
  return (
    <form
      className="form"
      id={id}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}
