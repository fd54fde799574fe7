import { Link } from "react-router";
import { Icon, type IconName } from "./icons.tsx";

export interface Place {
  to: string;
  icon: IconName;
  text: string;
  current: boolean;
}

/** The bar of places under the thumb on a phone. */
export function BottomNav({ label, items }: { label: string; items: readonly Place[] }) {
  return (
    <nav className="nav" aria-label={label}>
      <ul className="nav-list">
        {items.map((item) => (
          <li key={item.to}>
            <Link className="nav-link" to={item.to} aria-current={item.current ? "page" : undefined}>
              <Icon name={item.icon} />
              <span className="nav-word">{item.text}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
