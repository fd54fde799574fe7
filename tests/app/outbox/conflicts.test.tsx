import "fake-indexeddb/auto";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Logbook } from "#client/logbook.ts";
import type { JsonObject } from "#kernel/json.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { RecordConflicts } from "../../../src/app/conflicts/record-conflicts.tsx";
import { useDesk } from "../../../src/app/logbook-context.tsx";
import { cutTheLink, openBook, showPage } from "../support.tsx";

let logbook: Logbook;
const task = {
  ...{ plan: "pl", section: "1", block: "1", order: 1, title: "Việc", lead: ["u1"], coordinating: [] },
  ...{ state: "running", progress: 60 },
  deadline: {
    ...{ words: null, kind: "unspecified", due: null, start: null, precision: null },
    ...{ exclusive: false, parts: [], trigger: null },
  },
};

beforeEach(async () => {
  cutTheLink();
  logbook = await openBook({ person: "me" });
});
afterEach(() => {
  cleanup();
  logbook.close();
  vi.unstubAllGlobals();
});

function Asked() {
  return <p>Hỏi {useDesk()?.conflicts.length}</p>;
}

async function show(roles: string[], mine: "using" | "other") {
  const side = (by: string, value: number) => ({ by, at: 1, device: "d", value });
  await logbook.store.transact("relaxed", async (tx) => {
    await tx.putRows([
      person("me", "Tôi", roles),
      person("you", "Lê Thị Lan", roles),
      row("t1", "task", task, ["task"]),
      row(
        "cf1",
        "conflict",
        {
          ...{ kind: "task", record: "t1", field: "progress", scope: "plans:p1", state: "open" },
          using: mine === "using" ? side("me", 60) : side("you", 60),
          other: mine === "using" ? side("you", 75) : side("me", 75),
        },
        ["conflict/open", "conflict-of/t1"],
      ),
    ]);
  });
  await showPage(
    <>
      <Asked />
      <RecordConflicts record="t1" />
    </>,
    { logbook, texts: ["conflicts"] },
  );
}

test("both versions stand side by side, and the chosen one is written in the same deed that settles", async () => {
  await show(["unit"], "other");
  await screen.findByText("Hỏi 1");
  await screen.findByText(/Hai người cùng sửa tiến độ/);
  screen.getByText(/bản của Lê Thị Lan/);
  expect(screen.getByText("60%").closest("[data-in-use]")).not.toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Chọn bản này" }));
  await waitFor(() => expect(screen.queryByText(/Hai người cùng sửa/)).toBeNull());
  const [written, [entry]] = await logbook.store.read(async (tx) => [await tx.row("t1"), await tx.outbox()]);
  expect(written?.body.progress).toBe(75);
  expect(entry?.op.ch.map((change) => change.c)).toEqual(["set", "move"]);
});

test("keeping what is in use settles without writing the record", async () => {
  await show(["unit"], "using");
  fireEvent.click(await screen.findByRole("button", { name: /Giữ bản đang dùng/ }));
  await waitFor(() => expect(screen.queryByText(/Hai người cùng sửa/)).toBeNull());
  const entries = await logbook.store.read((tx) => tx.outbox());
  expect(entries.flatMap((entry) => entry.op.ch.map((change) => change.c))).toEqual(["move"]);
});

test("nobody is asked who may not choose", async () => {
  await show(["leader"], "other");
  await screen.findByText("Hỏi 0");
  expect(screen.queryByText(/Hai người cùng sửa/)).toBeNull();
});

test("a side that names other records says what they are called", async () => {
  const side = (by: string, value: string[]) => ({ by, at: 1, device: "d", value });
  const incident = (id: string, number: string) =>
    row(id, "incident", { number, group: 2, severity: 3, title: "Máy in hỏng", since: 1, state: "new" }, []);
  await logbook.store.transact("relaxed", (tx) =>
    tx.putRows([
      person("me", "Tôi", ["responder"]),
      person("you", "Lê Thị Lan", ["responder"]),
      incident("i1", "SC-XM-001"),
      incident("i2", "SC-XM-002"),
      row(
        "cf2",
        "conflict",
        {
          ...{ kind: "incident", record: "i1", field: "links", scope: "plans:p1", state: "open" },
          ...{ using: side("you", ["i2"]), other: side("me", ["away"]) },
        },
        ["conflict/open", "conflict-of/i1"],
      ),
    ]),
  );
  await showPage(<RecordConflicts record="i1" />, { logbook, texts: ["conflicts"] });
  await screen.findByText("SC-XM-002");
  screen.getByText("mục không có trên máy này");
  expect(screen.queryByText(/\bi2\b|\baway\b/)).toBeNull();
});

function person(id: string, name: string, roles: string[]): StoredRow {
  const body = { name, account: id, roles, units: ["u1"], villages: [], active: true };
  return row(id, "person", body, ["person"]);
}

function row(id: string, kind: string, body: JsonObject, keys: string[]): StoredRow {
  const stamp = { at: 1, by: "you", device: "d" };
  return {
    id,
    kind,
    scope: "plans:p1",
    seq: 5,
    body,
    created: stamp,
    changed: stamp,
    received: 5,
    keys,
    tag: 0,
  };
}
