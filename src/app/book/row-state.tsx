import "./book.css";
import type { StoredRow } from "#sync/device-store.ts";
import { useActivity, useSendState } from "../logbook-context.tsx";
import { SyncState } from "../ui/sync-state.tsx";

/** How far a record got, as the last line of its row or as the box of its page. */
export function RowState({ row, size }: { row: StoredRow; size?: "row" | "box" }) {
  const { state, text } = useSendState(row);
  const { sending } = useActivity();
  return <SyncState state={state} text={text} size={size ?? "row"} moving={state === "sending" && sending} />;
}
