import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Place } from "./bottom-nav.tsx";
import { Icon } from "./icons.tsx";

/** All the places of a role, at the left of a wide screen. */
export function Rail({
  label,
  brand,
  place,
  items,
  more,
  foot,
}: {
  label: string;
  brand: string;
  place?: string | undefined;
  items: readonly Place[];
  /** What comes a moment later. */
  more?: ReactNode;
  foot?: ReactNode;
}) {
  return (
    <nav className="rail" aria-label={label}>
      <p className="rail-brand">
        <Icon name="today" />
        {brand}
      </p>
      <p className="rail-place">{place}</p>
      <RailList items={items} />
      {more}
      {foot ? <div className="rail-foot">{foot}</div> : null}
    </nav>
  );
}

export function RailList({ items }: { items: readonly Place[] }) {
  return (
    <ul className="rail-list">
      {items.map((item) => (
        <li key={item.to}>
          <Link className="rail-link" to={item.to} aria-current={item.current ? "page" : undefined}>
            <Icon name={item.icon} />
            <span>{item.text}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
