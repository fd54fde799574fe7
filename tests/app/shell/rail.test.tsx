import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Screen } from "#app/shell/screen.tsx";
import { openTestBook } from "../book/open-book.tsx";

afterEach(() => vi.restoreAllMocks());

const wide = (isWide: boolean) =>
  vi.spyOn(window, "matchMedia").mockImplementation(
    (query) =>
      ({
        matches: query.includes("min-width") && isWide,
        addEventListener() {},
        removeEventListener() {},
      }) as never,
  );

const railOf = () => {
  const rail = document.querySelector<HTMLElement>(".rail");
  if (!rail) throw new Error("There is no rail");
  return within(rail)
    .getAllByRole("link", { hidden: true })
    .map((link) => link.getAttribute("href"));
};

async function showFor(roles: readonly string[], path = "/") {
  const book = await openTestBook(roles);
  book.show(path, { [path]: <Screen title="Thử">{<h1>Thử</h1>}</Screen> });
  await screen.findByRole("heading", { level: 1 });
}

test("on a desk every register of the role is a place in the rail, the one that is open marked", async () => {
  wide(true);
  await showFor(["leader"], "/thiet-bi");
  await waitFor(() => expect(railOf()).toContain("/danh-ba"));
  for (const place of [
    "/",
    "/nhiem-vu",
    "/su-co",
    "/kiem-tra",
    "/lich-truc",
    "/kich-ban",
    "/bang-dieu-hanh",
    "/thiet-bi",
  ])
    expect(railOf().filter((href) => href === place)).toHaveLength(1);
  const current = document.querySelectorAll(".rail [aria-current=page]");
  expect([...current].map((one) => one.getAttribute("href"))).toEqual(["/thiet-bi"]);
});

test("a role is shown no register that it does not use", async () => {
  wide(true);
  await showFor(["village"]);
  await waitFor(() => expect(railOf()).toContain("/kich-ban"));
  expect(railOf()).not.toContain("/thiet-bi");
  expect(railOf()).not.toContain("/lich-truc");
});

test("a phone keeps them behind Thêm", async () => {
  wide(false);
  await showFor(["leader"]);
  expect(railOf()).not.toContain("/thiet-bi");
});
