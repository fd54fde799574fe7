import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { Screen } from "#app/shell/screen.tsx";
import type { DeadOp } from "#sync/device-store.ts";
import { openTestBook } from "../book/open-book.tsx";

const pages = { "/": <Screen title="Hôm nay">.</Screen> };

test("what is unsent stays visible beside what needs a look, and its name tells all", async () => {
  const book = await openTestBook(["centre"]);
  const dead = { n: 7, ids: ["x"], seen: [], op: { ch: [] }, receipt: { n: 7 } } as unknown as DeadOp;
  await book.logbook.store.transact("strict", (tx) => tx.putDead(dead));
  book.show("/", pages);
  const line = await screen.findByRole("link", { name: "1 mục cần xem lại" });
  expect(line.textContent).toBe("1 mục cần xem lại");

  const fields = { day: book.today, sort: "file", form: "centre", result: "done", people: 1 };
  for (const id of ["v1", "v2"])
    await book.logbook.commit({
      action: "support.visit",
      changes: [{ c: "create", kind: "supportVisit", id, fields }],
    });
  await waitFor(() => expect(line.textContent).toBe("2 mục chưa gửi · 1 cần xem lại"));
  expect(line.getAttribute("aria-label")).toBe("2 mục chưa gửi, 1 mục cần xem lại");

  await book.logbook.store.transact("strict", async (tx) => {
    const meta = await tx.meta();
    const now = Date.now();
    const lastFailure = { kind: "unreachable", at: now, since: now } as const;
    if (meta) await tx.putMeta({ ...meta, sync: { ...meta.sync, lastFailure } });
  });
  await waitFor(() =>
    expect(line.getAttribute("aria-label")).toMatch(
      /^2 mục chưa gửi, 1 mục cần xem lại, Máy chủ chưa trả lời từ \d\d:\d\d$/,
    ),
  );
  expect(line.textContent).toBe("2 mục chưa gửi · 1 cần xem lại");
});
