import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, vi } from "vitest";
import type { TestBook } from "./open-book.tsx";

const real = window.matchMedia.bind(window);

/** A machine whose pointer is a finger, or a mouse. */
export function heldIn(hand: "finger" | "mouse"): void {
  vi.spyOn(window, "matchMedia").mockImplementation((query) =>
    query.includes("pointer: fine") ? ({ matches: hand === "mouse" } as MediaQueryList) : real(query),
  );
}

/** What hands do on a page under test, and the deeds that come of it. */
export const press = async (name: string | RegExp) =>
  fireEvent.click(await screen.findByRole("button", { name }));

export const type = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

export const opsOf = (book: TestBook, count: number) =>
  waitFor(async () => {
    const ops = (await book.outbox()).map(({ op }) => op);
    expect(ops).toHaveLength(count);
    return ops;
  });
