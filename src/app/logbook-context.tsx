import { useLiveQuery } from "dexie-react-hooks";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useSyncExternalStore,
} from "react";
import type { Logbook } from "#client/logbook.ts";
import type { LoopState } from "#client/loop-ports.ts";
import { type WaitingPhotos, waitingPhotos } from "#client/photos/waiting-photos.ts";
import { communeRecordId } from "#domain/org/commune-id.ts";
import { levelOf } from "#domain/org/commune-level.ts";
import type { Commune, Person } from "#domain/org/org-kinds.ts";
import type { Rights, Role } from "#domain/rights.ts";
import { type CalendarDay, dayOf } from "#kernel/calendar.ts";
import { correctedNow, mustAskDay } from "#sync/device-clock.ts";
import type { DeadOp, DeviceMeta, DeviceReadTx, OutboxEntry, StoredRow } from "#sync/device-store.ts";
import { myOpenConflicts } from "./conflicts/open-conflicts.ts";
import { endFirstLook, firstLook } from "./first-look.ts";
import { isArriving } from "./first-sync.ts";
import { inSentence } from "./i18n/format.ts";
import { speakOf, useText } from "./i18n/i18n.ts";
import { useMinute } from "./minute.ts";
import { endUndo } from "./undo-offer.ts";

/** The open profile's book, and what every screen asks of it: live rows, who I am, the hour, how far a record got. */
interface Open {
  readonly logbook: Logbook;
  readonly state: DeskState | undefined;
}

/** What waits, what was refused and how the link is; one live query for the whole app. */
export interface DeskState {
  readonly meta: DeviceMeta | undefined;
  readonly outbox: readonly OutboxEntry[];
  /** Refused, and not yet mended. */
  readonly dead: readonly DeadOp[];
  /** Open, and one of the two versions is mine. */
  readonly conflicts: readonly StoredRow[];
  readonly unreadable: number;
  readonly photos: WaitingPhotos;
  /** Records here so far, counted while the first sync is under way. */
  readonly arrived: number;
  readonly me: StoredRow | undefined;
  readonly commune: StoredRow | undefined;
}

const OpenLogbook = createContext<Open | null>(null);

export function LogbookProvider({ logbook, children }: { logbook: Logbook; children: ReactNode }) {
  const state = useLiveQuery(
    async () => readDesk(logbook),
    [logbook],
    firstLook<DeskState>(logbook, deskAnswer),
  );
  useEffect(() => endFirstLook(logbook), [logbook]);
  const named = (state?.commune?.body as Commune | undefined)?.name ?? logbook.profile.commune.name;
  useLayoutEffect(() => {
    speakOf(levelOf(named));
    return () => speakOf("commune");
  }, [named]);
  // What one person has just done is nobody else's to take back.
  useEffect(() => endUndo, []);
  const open = useMemo(() => ({ logbook, state }), [logbook, state]);
  return <OpenLogbook value={open}>{children}</OpenLogbook>;
}

async function readDesk({ store, db }: Logbook): Promise<DeskState> {
  const desk = await store.readLive(readState);
  return { ...desk, arrived: desk.meta && isArriving(desk.meta) ? await db.rows.count() : 0 };
}

export async function readState(tx: DeviceReadTx): Promise<Omit<DeskState, "arrived">> {
  const meta = await tx.meta();
  const [me, commune] = await tx.rows([meta?.person ?? "", communeRecordId]);
  return {
    meta,
    me,
    commune,
    outbox: await tx.outbox(),
    dead: (await tx.dead()).filter((op) => op.mendedBy === undefined),
    conflicts: await myOpenConflicts(tx),
    unreadable: (await tx.quarantine()).length,
    photos: await waitingPhotos(tx),
  };
}

function useOpen(): Open {
  const open = useContext(OpenLogbook);
  if (!open) throw new Error("A screen of the book stands outside LogbookProvider");
  return open;
}

export function useLogbook(): Logbook {
  return useOpen().logbook;
}

/** Undefined only until the first look into the database. */
export function useDesk(): DeskState | undefined {
  return useOpen().state;
}

/** What the link is doing at this moment. */
export function useActivity(): LoopState {
  const { activity } = useLogbook();
  return useSyncExternalStore(activity.subscribe, activity.get);
}

/** A query that answers anew whenever what it read has changed; undefined until the first answer. */
export function useLive<T>(
  query: (tx: DeviceReadTx) => Promise<T>,
  deps: readonly unknown[],
  /** Under this name the first look may have the answer already. */
  answer?: string,
): T | undefined {
  const logbook = useLogbook();
  const { store } = logbook;
  return useLiveQuery(() => store.readLive(query), [store, ...deps], firstLook<T>(logbook, answer));
}

export const deskAnswer = "desk";
export const rowsAnswer = (key: string) => `rows/${key}`;

export async function readRows(tx: DeviceReadTx, key: string): Promise<StoredRow[]> {
  return (await tx.rowsByKey(key)).filter((row) => !row.deleted);
}

/** The live rows under a key, deleted ones left out. */
export function useRowsByKey(key: string): StoredRow[] | undefined {
  return useLive((tx) => readRows(tx, key), [key], rowsAnswer(key));
}

/** `null` when this device does not hold the record. */
export function useRow(id: string | undefined): StoredRow | null | undefined {
  return useLive(async (tx) => (id === undefined ? null : ((await tx.row(id)) ?? null)), [id]);
}

export interface Me extends Rights {
  readonly person: string;
  readonly name: string;
  readonly rights: Rights;
  readonly has: (...any: readonly Role[]) => boolean;
}

/** Around a record that is here only to be read: inside it nobody may do anything. */
export const OnlyRead = createContext(false);

/** Who holds this profile: from the local record, or before the first sync from what the sign-in said. */
export function useMe(): Me {
  const { logbook, state } = useOpen();
  const onlyRead = useContext(OnlyRead);
  return useMemo(() => {
    const body = state?.me?.body as Person | undefined;
    const rights: Rights = {
      roles: body?.roles ?? (logbook.profile.roles as Role[]),
      units: body?.units ?? [],
      villages: body?.villages ?? [],
      sites: body?.sites,
      active: !onlyRead && (body?.active ?? true),
    };
    return {
      ...rights,
      rights,
      person: logbook.profile.person,
      name: body?.name ?? logbook.profile.name,
      has: (...any) => !onlyRead && rights.roles.some((role) => any.includes(role)),
    };
  }, [logbook, state?.me, onlyRead]);
}

/** The commune's name, known since the sign-in, its own word for a village, and whether all this is sample data. */
export function useCommuneName(): { name: string; sample: boolean; villageWord: string } {
  const t = useText("common");
  const { logbook, state } = useOpen();
  const body = state?.commune?.body as Commune | undefined;
  const { name, sample } = logbook.profile.commune;
  return {
    name: body?.name ?? name,
    sample: body?.sample ?? sample,
    villageWord: body ? inSentence(body.villageWord) : t("villageWord"),
  };
}

/** The corrected clock, moving on by the minute; `ask` when the day must be asked of a person. */
export function useNow(): { now: number; day: CalendarDay; ask: boolean } {
  const wall = useMinute();
  const meta = useDesk()?.meta;
  const now = meta ? correctedNow(meta, wall) : wall;
  return { now, day: dayOf(now), ask: meta ? mustAskDay(meta) : false };
}

export type SendState = "saved" | "sending" | "received" | "review";

type Sent = Pick<StoredRow, "id" | "received">;

/**
 * How far a record got: on this device only, on its way, stamped by the server, or waiting for a person. Given the
 * rows `under` it, it stands for all of them.
 */
export function sendStateName(
  desk: DeskState | undefined,
  row: Sent,
  sending: boolean,
  under?: readonly Sent[],
): SendState {
  if (!desk) return row.received > 0 ? "received" : "saved";
  const concerns = concerning(row, under);
  if (desk.dead.some(concerns)) return "review";
  if (desk.conflicts.some(({ body }) => body.record === row.id)) return "review";
  const isUnsent = desk.outbox.some((entry) => !entry.receipt && concerns(entry));
  if (isUnsent) return sending ? "sending" : "saved";
  // A row may be drawn a moment before its op is: without a time nothing was received.
  return receivedAt(desk, row, under) > 0 ? "received" : "saved";
}

/** When the server took the record's latest change: by its receipt while the row itself is still on its way back. */
export function receivedAt(desk: DeskState | undefined, row: Sent, under?: readonly Sent[]): number {
  const concerns = concerning(row, under);
  const stamps = (desk?.outbox ?? []).map((entry) => (concerns(entry) ? (entry.receipt?.at ?? 0) : 0));
  return Math.max(row.received, ...(under ?? []).map(({ received }) => received), ...stamps);
}

/** Of a refused entry there is no row any more: its op alone tells under what it hung. */
function concerning(row: Sent, under: readonly Sent[] | undefined) {
  const ids = new Set([row, ...(under ?? [])].map(({ id }) => id));
  const hangs = ({ ch }: OutboxEntry["op"]) =>
    ch.some((change) => change.c === "append" && change.under === row.id);
  return (one: Pick<OutboxEntry, "ids" | "op">) =>
    one.ids.some((id) => ids.has(id)) || (under !== undefined && hangs(one.op));
}
