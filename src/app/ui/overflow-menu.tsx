import { type FocusEvent, useRef, useState } from "react";
import { Icon, type IconName } from "./icons.tsx";

/** The lesser deeds of a thing, behind one button. */
export function OverflowMenu({
  label,
  items,
}: {
  label: string;
  items: readonly { text: string; icon?: IconName | undefined; onSelect: () => void }[];
}) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const closeAndReturn = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc and leaving close what the button opened
    <div
      className="menu"
      onKeyDown={(event) => {
        if (open && event.key === "Escape") {
          event.stopPropagation();
          closeAndReturn();
        }
      }}
      onBlur={(event: FocusEvent<HTMLDivElement>) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <button
        className="icon-btn"
        type="button"
        aria-label={label}
        aria-expanded={open}
        ref={button}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {open ? (
        <ul className="menu-list">
          {items.map((item) => (
            <li key={item.text}>
              <button
                className="menu-item"
                type="button"
                onClick={() => {
                  closeAndReturn();
                  item.onSelect();
                }}
              >
                {item.icon ? <Icon name={item.icon} /> : null}
                <span>{item.text}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
