import { type MouseEvent, useEffect, useRef } from "react";
import { Icon } from "./icons.tsx";

function goToField(event: MouseEvent, id: string) {
  const target = document.getElementById(id);
  if (target === null) return;
  event.preventDefault();
  const focusable = target.matches("input, select, textarea, button")
    ? target
    : (target.querySelector<HTMLElement>(":checked") ?? target.querySelector<HTMLElement>("input, button"));
  target.scrollIntoView?.({ block: "center" });
  focusable?.focus({ preventScroll: true });
}

/** What is still to mend, with a way to each place; takes the focus on every failed attempt. */
export function ErrorSummary({
  title,
  items,
  attempt,
}: {
  title: string;
  items: readonly { fieldId: string; text: string }[];
  attempt: number;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const empty = items.length === 0;
  useEffect(() => {
    if (attempt > 0 && !empty) heading.current?.focus();
  }, [attempt, empty]);
  if (empty) return null;
  return (
    <section className="summary" aria-label={title}>
      <h2 className="summary-title" tabIndex={-1} ref={heading}>
        <Icon name="bad-filled" size={20} tone="bad" />
        <span>{title}</span>
      </h2>
      <ul>
        {items.map((item) => (
          <li key={item.fieldId}>
            <a
              className="text-link"
              href={`#${item.fieldId}`}
              onClick={(event) => goToField(event, item.fieldId)}
            >
              {item.text}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
