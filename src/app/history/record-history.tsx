import { LatePart, lazyPart } from "../late-part.tsx";

const HistoryPart = lazyPart(async () => (await import("./history-part.tsx")).HistoryPart);

/** Who did what to this record; folded, and fetched after the page it stands on. */
export function RecordHistory({ record }: { record: string }) {
  return (
    <LatePart>
      <HistoryPart record={record} />
    </LatePart>
  );
}
