import { type ReactNode, useLayoutEffect, useRef } from "react";
import { IconButton } from "../../ui/icon-button.tsx";

/** A layer over everything for pictures: closes by its cross, back and Esc, and gives the focus back. */
export function FullScreen({
  title,
  closeLabel,
  onClose,
  tools,
  children,
}: {
  title: ReactNode;
  closeLabel: string;
  onClose: () => void;
  tools: ReactNode;
  children: ReactNode;
}) {
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = box.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      if (dialog?.open) dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      className="full-screen"
      ref={box}
      aria-labelledby="full-screen-title"
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
    >
      <div className="sheet-head">
        <h2 className="sheet-title" id="full-screen-title">
          {title}
        </h2>
        <IconButton icon="close" label={closeLabel} onClick={onClose} />
      </div>
      <div className="full-screen-body">{children}</div>
      <div className="full-screen-tools">{tools}</div>
    </dialog>
  );
}
