import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons.tsx";

/** A value already known, with the deed that changes it; framed as a field or as one ruled line. */
export function Picked({
  icon,
  text,
  sub,
  deed,
  look = "frame",
  onChange,
  id,
}: {
  icon?: IconName | undefined;
  text: ReactNode;
  sub?: ReactNode;
  deed: string;
  look?: "frame" | "line" | undefined;
  onChange: () => void;
  id?: string | undefined;
}) {
  return (
    <button className="picked" data-look={look} type="button" id={id} onClick={onChange}>
      {icon ? <Icon name={icon} /> : null}
      <span className="picked-words">
        {text}
        {sub ? <span className="picked-sub">{sub}</span> : null}
      </span>
      <span className="picked-deed">{deed}</span>
    </button>
  );
}
