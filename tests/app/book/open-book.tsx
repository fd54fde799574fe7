import { act, cleanup, render } from "@testing-library/react";
import { Dexie } from "dexie";
import { IDBKeyRange, indexedDB } from "fake-indexeddb";
import type { ReactNode } from "react";
import { MemoryRouter, Route, Routes } from "react-router";
import { afterEach } from "vitest";
import { loadTexts } from "#app/i18n/i18n.ts";
import { LogbookProvider } from "#app/logbook-context.tsx";
import { openDeviceStore } from "#client/dexie-device-store.ts";
import type { Logbook } from "#client/logbook.ts";
import type { Profile } from "#client/profile.ts";
import { systemClock, systemRandomness } from "#client/system-ports.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { JsonObject } from "#kernel/json.ts";
import { commitOp, commitOps } from "#sync/commit.ts";
import type { OutboxEntry } from "#sync/device-store.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { toStored } from "#sync/overlay.ts";

/** A person's book over the real store and the real engine, without a server: what screens are tested in. */
export interface TestBook {
  readonly logbook: Logbook;
  readonly today: string;
  readonly put: (kind: string, id: string, body: JsonObject, personal?: JsonObject) => Promise<void>;
  readonly outbox: () => Promise<OutboxEntry[]>;
  readonly body: (id: string) => Promise<JsonObject | undefined>;
  readonly show: (path: string, routes: Readonly<Record<string, ReactNode>>) => void;
  /** The same book in one more tab beside those that are open. */
  readonly tab: (path: string, routes: Readonly<Record<string, ReactNode>>) => HTMLElement;
}

globalThis.fetch = () => Promise.reject(new TypeError("no network"));
Dexie.dependencies.indexedDB = indexedDB;
Dexie.dependencies.IDBKeyRange = IDBKeyRange;

// What is still shown when a file ends would be drawn once more into a window that is gone.
afterEach(cleanup);

let opened = 0;

export async function openTestBook(roles: readonly string[], person: JsonObject = {}): Promise<TestBook> {
  opened += 1;
  const device = `device-${opened}`;
  localStorage.clear();
  const store = openDeviceStore(device);
  const now = Date.now();
  const started = initialMeta({ device, person: "lan", commune: "mau", epoch: "e1" });
  await store.transact("strict", (tx) =>
    tx.putMeta({
      ...started,
      offset: 0,
      offsetError: 10,
      booted: ["org"],
      sync: { ...started.sync, lastSuccess: now },
    }),
  );
  const put = async (kind: string, id: string, body: JsonObject, personal?: JsonObject) => {
    const stamp = { at: now - 3_600_000, by: "hoa", device: "other" };
    const made = { created: stamp, changed: stamp, received: now };
    const row = { id, kind, scope: "org", seq: 5, body, ...made, ...(personal ? { personal } : {}) };
    await store.transact("strict", (tx) => tx.putRow(toStored(row, 0)));
  };
  const profile = {
    device,
    person: "lan",
    name: "Lan",
    roles,
    letter: "A",
    commune: { id: "mau", name: "Xã Mẫu", code: "XM", sample: false },
    state: "open",
  } as unknown as Profile;
  const ports = { store, clock: systemClock, randomness: systemRandomness, appVersion: "test" };
  const logbook = {
    profile,
    store,
    db: store.db,
    commit: (draft) => commitOp(ports as never, draft),
    commitAll: (drafts) => commitOps(ports as never, drafts),
    activity: { get: () => quiet, subscribe: () => () => undefined },
    saveDraft: (draft) => store.transact("strict", (tx) => tx.putDraft(draft)),
    dropDraft: (key) => store.transact("strict", (tx) => tx.deleteDraft(key)),
    isSaving: () => false,
  } as Partial<Logbook> as Logbook;
  await put("person", "lan", {
    name: "Lan",
    account: "lan",
    roles,
    units: [],
    villages: [],
    active: true,
    ...person,
  });
  await put("commune", "commune", { name: "Xã Mẫu", code: "XM", villageWord: "xóm" });
  const tab: TestBook["tab"] = (path, routes) =>
    render(
      <MemoryRouter initialEntries={[path]}>
        <LogbookProvider logbook={logbook}>
          <Routes>
            {Object.entries(routes).map(([route, page]) => (
              <Route key={route} path={route} element={page} />
            ))}
            <Route path="*" element={null} />
          </Routes>
        </LogbookProvider>
      </MemoryRouter>,
    ).container;
  return {
    logbook,
    tab,
    today: dayOf(now),
    put,
    outbox: () => store.read((tx) => tx.outbox()),
    body: async (id) => (await store.read((tx) => tx.row(id)))?.body,
    show(path, routes) {
      cleanup();
      tab(path, routes);
    },
  };
}

const quiet = { sending: false, slow: false, failure: null };

/** The sentences that the pages would fetch. */
export async function withTexts(...names: string[]): Promise<void> {
  await act(() => loadTexts("moment", ...names));
}

/** A check template of three items, one with a thing of the register, at one site. */
export async function putChecks(book: TestBook): Promise<void> {
  await book.put("site", "centre", { name: "Trung tâm", templateId: "daily" });
  await book.put("equipment", "printer", { code: "XM-014", name: "Máy in quầy 2", site: "centre" });
  await book.put("checkTemplate", "daily", {
    name: "Kiểm tra đầu giờ",
    version: 1,
    dueTime: "07:30",
    opensTime: "06:00",
    groups: [
      { id: "power", name: "Điện" },
      { id: "printing", name: "Máy in, máy quét", short: "In, quét" },
    ],
    items: [
      { id: "mains", group: "power", name: "Điện lưới", short: "điện lưới" },
      {
        id: "printer-2",
        group: "printing",
        name: "Máy in quầy 2",
        short: "máy in quầy 2",
        equipment: "printer",
      },
      { id: "scanner-1", group: "printing", name: "Máy quét quầy 1", short: "máy quét" },
    ],
  });
}
