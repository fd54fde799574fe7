import type { ReactNode } from "react";
import { Icon } from "./icons.tsx";

export type SyncStateName = "saved" | "sending" | "received" | "review";

/** Where a record stands on its way to the server; dashes turn only while `moving`, the stamp lands once when `fresh`. */
export function SyncState({
  state,
  text,
  size = "row",
  moving,
  fresh,
}: {
  state: SyncStateName;
  text: ReactNode;
  size?: "row" | "box";
  moving?: boolean | undefined;
  fresh?: boolean | undefined;
}) {
  return (
    <span
      className="sync"
      data-state={state}
      data-size={size}
      data-moving={moving || undefined}
      data-fresh={fresh || undefined}
    >
      <Icon name={state} size={size === "row" ? 20 : 24} />
      <span>{text}</span>
    </span>
  );
}
