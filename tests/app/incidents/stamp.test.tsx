import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import IncidentPage from "#app/features/incidents/incident.page.tsx";
import type { DeadOp } from "#sync/device-store.ts";
import { openTestBook, putChecks, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("incidents", "contacts", "conflicts"));

const pages = { "/su-co/:id": <IncidentPage /> };

async function openIncident(): Promise<TestBook> {
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  for (const id of ["i1", "i2"])
    await book.put("incident", id, {
      ...{ number: "SC-XM-001-B", group: 1, severity: 2, title: `Đường truyền ${id}` },
      ...{ since: Date.now() - 3_600_000, state: "new", site: "centre" },
    });
  book.show("/su-co/i1", pages);
  await screen.findByRole("heading", { name: "Đường truyền i1" });
  await waitFor(() => expect(stamp()).toBe("received"));
  return book;
}

/** The head of the page says how far it got only while something of it is not received. */
const stamp = () => document.querySelector(".standing .sync")?.textContent ?? "received";
const outage = () => screen.getByRole("region", { name: "Mất dịch vụ" }).textContent;

test("the stamp of an incident waits for what hangs under it, and the outage line says so too", async () => {
  const book = await openIncident();
  fireEvent.click(screen.getByRole("button", { name: "Bắt đầu tính giờ mất dịch vụ" }));
  await waitFor(() => expect(stamp()).toBe("Đã lưu trên máy"));
  expect(outage()).toContain("Đã lưu trên máy");

  const [entry] = await book.outbox();
  if (!entry) throw new Error("Nothing waits");
  const receipt = { n: entry.n, s: 9, r: "applied", at: Date.now() } as const;
  await book.logbook.store.transact("strict", (tx) => tx.putOutbox([{ ...entry, receipt }]));
  await waitFor(() => expect(stamp()).toBe("received"));
  expect(outage()).not.toContain("Đã lưu trên máy");

  // Another incident has nothing to do with it.
  await book.logbook.store.transact("strict", (tx) => tx.putOutbox([entry]));
  await waitFor(() => expect(stamp()).toBe("Đã lưu trên máy"));
  book.show("/su-co/i2", pages);
  await waitFor(() => expect(stamp()).toBe("received"));
});

test("a refused entry, whose row is gone, leaves the stamp in need of a look", async () => {
  const book = await openIncident();
  const change = { c: "append", k: "incidentEntry", id: "e9", under: "i1", sc: "org", f: { text: "x" } };
  const dead = {
    ...{ n: 7, ids: ["e9"], seen: [], receipt: { n: 7, s: 0, r: "rejected", at: 1 } },
    op: { d: "d1", n: 7, v: 1, a: "incident.write", w: 1, o: 0, e: "e1", u: "lan", ch: [change] },
  } as unknown as DeadOp;
  await book.logbook.store.transact("strict", (tx) => tx.putDead(dead));
  await waitFor(() => expect(stamp()).toBe("Cần xem lại"));
});
