import { render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { useSilent } from "#app/book/checks/use-silent.ts";
import BoardPage from "#app/features/board/board.page.tsx";
import MorningPage from "#app/features/morning/morning.page.tsx";
import { LogbookProvider } from "#app/logbook-context.tsx";
import { openTestBook, putChecks, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("board", "month", "incidents", "morning", "runs", "checks"));
afterEach(() => vi.unstubAllGlobals());

/** The server's side: how many it misses for each question, told for as long as there is a link. */
function listen(counts: Readonly<Record<string, number>>) {
  const asked: string[] = [];
  const link = { isThere: true };
  vi.stubGlobal("fetch", async (path: string) => {
    const question = path.split("?")[1] ?? "";
    if (!link.isThere) throw new TypeError("Failed to fetch");
    asked.push(question);
    return Response.json(
      { total: 9, silent: counts[question] ?? 0, devices: [] },
      { headers: { "x-so-truc": "1" } },
    );
  });
  return { asked, link };
}

test("the board counts devices that could hold an incident, and Tờ sáng those of its own sheet", async () => {
  const { asked } = listen({ "for=incidents": 4, "for=morning": 2 });
  const book = await openTestBook(["leader"]);
  await putChecks(book);
  const pages = { "/bang": <BoardPage />, "/to-sang": <MorningPage /> };
  book.show("/bang", pages);
  expect(await screen.findByText(/ · 4 máy chưa gửi số liệu$/)).toBeTruthy();
  book.show("/to-sang", pages);
  await waitFor(() => expect(asked).toContain("for=morning"));
  expect(asked).not.toContain("");
});

test("a role that is not told does not ask, and sees no number", async () => {
  const { asked } = listen({ "for=incidents": 4 });
  const book = await openTestBook(["responder"]);
  book.show("/bang", { "/bang": <BoardPage /> });
  await screen.findByRole("heading", { level: 1 });
  expect(screen.queryByText(/chưa gửi số liệu/)).toBeNull();
  expect(asked).toEqual([]);
});

test("what was told of one site is never shown of another", async () => {
  const { link } = listen({ "for=checks&site=a": 3 });
  const book = await openTestBook(["centre"]);
  function Count({ site }: { site: string }) {
    return <p>{`${site}: ${useSilent({ sort: "checks", site })?.count ?? "chưa biết"}`}</p>;
  }
  const page = (site: string) => (
    <LogbookProvider logbook={book.logbook}>
      <Count site={site} />
    </LogbookProvider>
  );
  const { rerender } = render(page("a"));
  expect(await screen.findByText("a: 3")).toBeTruthy();
  link.isThere = false;
  rerender(page("b"));
  expect(screen.getByText("b: chưa biết")).toBeTruthy();
});
