import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from "react";
import { giveFocusBack } from "./focus-back.ts";
import { IconButton } from "./icon-button.tsx";

interface Parts {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  note?: ReactNode;
  footer?: ReactNode;
  children?: ReactNode;
}

function Layer({
  open,
  onClose,
  title,
  note,
  footer,
  children,
  closeLabel,
  dismissOutside,
  kind,
}: Parts & { closeLabel?: string | undefined; dismissOutside: boolean; kind: "sheet" | "dialog" }) {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const close = useRef(onClose);
  const titleId = useId();

  useEffect(() => {
    close.current = onClose;
  });

  // A layout effect, because its clean-up runs while the dialog is still in the page and can give the focus back.
  useLayoutEffect(() => {
    const dialog = box.current;
    if (!open || dialog === null) return;
    const before = document.activeElement;
    const address = location.href;
    dialog.showModal();
    heading.current?.focus();
    return () => {
      if (dialog.open) dialog.close();
      giveFocusBack(before, address);
    };
  }, [open]);

  if (!open) return null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tap is on the ground behind; the keyboard has Esc
    <dialog
      className={kind === "dialog" ? "sheet dialog" : "sheet"}
      ref={box}
      aria-labelledby={titleId}
      role={kind === "dialog" ? "alertdialog" : undefined}
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      onClose={(event) => {
        if (event.target === event.currentTarget && open) close.current();
      }}
      onClick={(event) => {
        if (dismissOutside && event.target === event.currentTarget) onClose();
      }}
    >
      <div className="sheet-head">
        <h2 className="sheet-title" id={titleId} tabIndex={-1} ref={heading}>
          {title}
        </h2>
        {closeLabel ? <IconButton icon="close" label={closeLabel} onClick={onClose} /> : null}
      </div>
      <div className="sheet-body">{children}</div>
      {footer ? (
        <div className="sheet-foot">
          {note ? <p className="sheet-note">{note}</p> : null}
          {footer}
        </div>
      ) : null}
    </dialog>
  );
}

/** A short choice tied to what is behind it; closes by its cross, back, Esc, and a tap outside unless something was chosen. */
export function Sheet({
  closeLabel,
  dismissOutside = true,
  ...parts
}: Parts & { closeLabel: string; dismissOutside?: boolean | undefined }) {
  return <Layer {...parts} kind="sheet" closeLabel={closeLabel} dismissOutside={dismissOutside} />;
}

/** The question before a deed that cannot be undone; its footer names the deed and what stays. */
export function Dialog(parts: Parts) {
  return <Layer {...parts} kind="dialog" dismissOutside={false} />;
}
