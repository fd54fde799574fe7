import "fake-indexeddb/auto";
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useFormDraft } from "#app/book/form-draft.ts";
import { lastInputKey, watchWhenShared } from "#app/features/handover/when-shared.ts";
import { LogbookProvider } from "#app/logbook-context.tsx";
import { openBookNow, useOpenBook } from "#app/open-book.tsx";
import { openDeviceStore } from "#client/dexie-device-store.ts";
import { followOnDuty } from "#client/follow-settings.ts";
import type { Logbook } from "#client/logbook.ts";
import { chooseProfile, currentProfile } from "#client/profiles.ts";
import { changeSettings } from "#client/settings.ts";
import { systemSchedule } from "#client/system-ports.ts";
import { cutTheLink, makeProfile, openBook, showPage } from "../support.tsx";

let end = () => {};

beforeEach(async () => {
  cutTheLink();
  localStorage.clear();
  await changeSettings({ lockAfter: "off" });
});
afterEach(() => {
  end();
  cleanup();
  vi.unstubAllGlobals();
});

function Form() {
  const form = useFormDraft("incident/new", () => ({ note: "" }));
  return form.isReady ? (
    <textarea
      aria-label="Ghi chú"
      value={form.value.note}
      onChange={(event) => form.change({ note: event.target.value })}
    />
  ) : null;
}

/** As the app's routes do: no screen of a book that was put away. */
function Duty() {
  const { logbook } = useOpenBook();
  return logbook ? (
    <LogbookProvider logbook={logbook}>
      <p>đang mở</p>
      <Form />
    </LogbookProvider>
  ) : (
    <p>đã cất</p>
  );
}

async function onDuty(): Promise<Logbook> {
  const logbook = await openBook();
  await chooseProfile(logbook.profile.device);
  await showPage(<Duty />, { logbook, texts: [], isDoor: true });
  await screen.findByText("đang mở");
  return logbook;
}

const untouchedFor = (minutes: number) =>
  localStorage.setItem(lastInputKey, String(Date.now() - minutes * 60_000));

async function readAgain<T>(device: string, work: Parameters<ReturnType<typeof openDeviceStore>["read"]>[0]) {
  const store = openDeviceStore(device);
  try {
    return (await store.read(work)) as T;
  } finally {
    store.close();
  }
}

test("a device that nobody shares is never locked and keeps no hour", async () => {
  await onDuty();
  untouchedFor(600);
  end = watchWhenShared(openBookNow);
  await act(() => changeSettings({ theme: "dark" }));
  expect(screen.getByText("đang mở")).toBeTruthy();
});

test("the book is put away when the time is up: what was typed a moment ago and a save under way are on the disk", async () => {
  const logbook = await onDuty();
  const { device } = logbook.profile;
  fireEvent.change(await screen.findByLabelText("Ghi chú"), { target: { value: "máy in kẹt" } });
  const saving = logbook.commit({
    action: "incident.report",
    changes: [
      {
        c: "create",
        kind: "incident",
        id: "i1",
        fields: { number: "SC-XM-001-A", group: 3, severity: 2, title: "Mất mạng", since: 1, state: "new" },
      },
    ],
  });
  expect(logbook.isSaving()).toBe(true);
  untouchedFor(3);
  await changeSettings({ lockAfter: "3" });
  end = watchWhenShared(openBookNow);
  await screen.findByText("đã cất");
  expect((await saving).ok).toBe(true);
  expect(await currentProfile()).toBeUndefined();
  const kept = await readAgain<{ note: string }>(
    device,
    async (tx) => (await tx.draft("incident/new"))?.value,
  );
  expect(kept).toEqual({ note: "máy in kẹt" });
  expect(await readAgain<number>(device, async (tx) => (await tx.outbox()).length)).toBe(1);
});

test("the lock begins on an open tab the moment the device is called shared, and a longer time takes its place", async () => {
  await onDuty();
  end = watchWhenShared(openBookNow);
  untouchedFor(4);
  await changeSettings({ lockAfter: "5" });
  await waitFor(() => {
    fireEvent.keyDown(document.body, { key: "a" });
    expect(Date.now() - Number(localStorage.getItem(lastInputKey))).toBeLessThan(60_000);
  });
  expect(screen.getByText("đang mở")).toBeTruthy();
  untouchedFor(4);
  await changeSettings({ lockAfter: "3" });
  await screen.findByText("đã cất");
});

test("when a colleague takes over on another tab, this one is put away too", async () => {
  await onDuty();
  await changeSettings({ lockAfter: "10" });
  end = watchWhenShared(openBookNow);
  await waitFor(() => expect(localStorage.getItem(lastInputKey)).not.toBeNull());
  const other = await makeProfile({ name: "Người sau" });
  await chooseProfile(other.device);
  await screen.findByText("đã cất");
  expect((await currentProfile())?.device).toBe(other.device);
});

test("a watch that has ended puts no later book away", async () => {
  await onDuty();
  await changeSettings({ lockAfter: "10" });
  end = watchWhenShared(openBookNow);
  await waitFor(() => expect(localStorage.getItem(lastInputKey)).not.toBeNull());
  const other = await makeProfile({ name: "Người sau" });
  const news: (string | undefined)[] = [];
  const unfollow = followOnDuty((device) => news.push(device));
  await chooseProfile(other.device);
  await waitFor(() => expect(news.at(-1)).toBe(other.device));
  end();
  unfollow();
  await new Promise((later) => systemSchedule(500, () => later(undefined)));
  expect(screen.getByText("đang mở")).toBeTruthy();
});

test("turned off, the old hour is forgotten, so that turning it on again does not lock at once", async () => {
  await onDuty();
  untouchedFor(2);
  await changeSettings({ lockAfter: "5" });
  end = watchWhenShared(openBookNow);
  await waitFor(() => {
    fireEvent.keyDown(document.body, { key: "a" });
    expect(Date.now() - Number(localStorage.getItem(lastInputKey))).toBeLessThan(60_000);
  });
  await changeSettings({ lockAfter: "off" });
  await waitFor(() => expect(localStorage.getItem(lastInputKey)).toBeNull());
});
