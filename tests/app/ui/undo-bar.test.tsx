import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { UndoBar } from "#app/ui/undo-bar.tsx";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));

function show() {
  const onExpire = vi.fn();
  const onUndo = vi.fn();
  render(<UndoBar text="Đã ghi đủ 24 mục" action="Hoàn tác" onUndo={onUndo} onExpire={onExpire} />);
  return { onExpire, onUndo, button: screen.getByRole("button", { name: "Hoàn tác" }) };
}

test("the bar goes after ten seconds and not before", () => {
  const { onExpire } = show();
  pass(9_999);
  expect(onExpire).not.toHaveBeenCalled();
  pass(1);
  expect(onExpire).toHaveBeenCalledTimes(1);
});

test("its time stands still while it is focused and goes on with what was left", () => {
  const { onExpire, button } = show();
  pass(6_000);
  act(() => button.focus());
  pass(60_000);
  expect(onExpire).not.toHaveBeenCalled();
  act(() => button.blur());
  pass(3_999);
  expect(onExpire).not.toHaveBeenCalled();
  pass(1);
  expect(onExpire).toHaveBeenCalledTimes(1);
});

test("its time stands still while it is pointed at, also when the focus leaves meanwhile", () => {
  const { onExpire, button } = show();
  const bar = button.parentElement as HTMLElement;
  fireEvent.pointerEnter(bar);
  act(() => button.focus());
  act(() => button.blur());
  pass(60_000);
  expect(onExpire).not.toHaveBeenCalled();
  fireEvent.pointerLeave(bar);
  pass(10_000);
  expect(onExpire).toHaveBeenCalledTimes(1);
});

test("undoing is one press", () => {
  const { onUndo, button } = show();
  fireEvent.click(button);
  expect(onUndo).toHaveBeenCalledTimes(1);
});
