import "./book.css";
import { dayOf } from "#kernel/calendar.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { formatMoment, formatTime } from "../i18n/format.ts";
import { useText } from "../i18n/i18n.ts";
import { receivedAt, sendStateName, useActivity, useDesk, useNow } from "../logbook-context.tsx";
import { Icon } from "../ui/icons.tsx";
import { SyncState, type SyncStateName } from "../ui/sync-state.tsx";

type Sent = Pick<StoredRow, "id" | "received">;

/** The state of a row that is already at hand; a long list must not ask the database once for each. */
export function useRowState(row: Sent, under?: readonly Sent[]): SyncStateName {
  const { sending } = useActivity();
  return sendStateName(useDesk(), row, sending, under);
}

/** How far a record got, as the last line of its row or as the box of its page, which may speak for what hangs `under` it. */
export function RowState({
  row,
  size = "row",
  under,
}: {
  row: Sent;
  /** `stamp`: of what is received only the hand stamp, with its time if that is today's. */
  size?: "row" | "box" | "stamp";
  under?: readonly Sent[] | undefined;
}) {
  const t = useText("common");
  const { now } = useNow();
  const { sending } = useActivity();
  const desk = useDesk();
  const state = useRowState(row, under);
  const photos = desk?.photos.all.filter(({ body }) => body["parent"] === row.id).length ?? 0;
  if (state === "received" && photos > 0)
    return (
      <SyncState
        state="saved"
        text={t("sync.photos", { count: photos })}
        size={size === "box" ? "box" : "row"}
      />
    );
  if (size === "stamp" && state === "received") return <Stamp at={receivedAt(desk, row, under)} now={now} />;
  const text = t(`sync.${state}`, { time: formatMoment(receivedAt(desk, row, under), now) });
  return (
    <SyncState
      state={state}
      text={text}
      size={size === "box" ? "box" : "row"}
      moving={state === "sending" && sending}
    />
  );
}

function Stamp({ at, now }: { at: number; now: number }) {
  const t = useText("common");
  const isToday = dayOf(at) === dayOf(now);
  return (
    <span className="sync" data-state="received" data-size="row">
      <Icon name="received" size={20} label={t("sync.received", { time: formatMoment(at, now) })} />
      {isToday ? <span aria-hidden="true">{formatTime(at)}</span> : null}
    </span>
  );
}
