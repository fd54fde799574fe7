import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { announce, LiveRegion } from "#app/ui/live-region.tsx";
import { Sheet } from "#app/ui/sheet.tsx";

afterEach(cleanup);

function Stage({ dismissOutside }: { dismissOutside?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Tất cả tốt
      </button>
      <Sheet
        open={open}
        onClose={() => setOpen(false)}
        title="Xác nhận"
        closeLabel="Đóng, chưa ghi gì"
        dismissOutside={dismissOutside}
      >
        <p>23 mục sẽ ghi tốt</p>
      </Sheet>
    </>
  );
}

function openSheet(dismissOutside?: boolean) {
  render(dismissOutside === undefined ? <Stage /> : <Stage dismissOutside={dismissOutside} />);
  const opener = screen.getByRole("button", { name: "Tất cả tốt" });
  opener.focus();
  fireEvent.click(opener);
  return { opener, sheet: screen.getByRole("dialog", { name: "Xác nhận" }) as HTMLDialogElement };
}

test("a sheet opens as a modal with the focus on its title", () => {
  const { sheet } = openSheet();
  expect(sheet.open).toBe(true);
  expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Xác nhận" }));
});

test("its cross closes it and gives the focus back", () => {
  const { opener } = openSheet();
  fireEvent.click(screen.getByRole("button", { name: "Đóng, chưa ghi gì" }));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(document.activeElement).toBe(opener);
});

test("Esc or the back gesture closes it through its owner", () => {
  const { sheet, opener } = openSheet();
  fireEvent(sheet, new Event("cancel", { cancelable: true }));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(document.activeElement).toBe(opener);
});

test("a tap outside closes it only as long as nothing was chosen", () => {
  const { sheet } = openSheet(false);
  fireEvent.click(sheet);
  expect(sheet.open).toBe(true);
  cleanup();
  const again = openSheet();
  fireEvent.click(screen.getByText("23 mục sẽ ghi tốt"));
  expect(again.sheet.open).toBe(true);
  fireEvent.click(again.sheet);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("the same announcement made twice changes the live region twice", () => {
  render(<LiveRegion />);
  act(() => announce("Đã lưu trên máy"));
  const first = screen.getByRole("status").textContent;
  act(() => announce("Đã lưu trên máy"));
  const second = screen.getByRole("status").textContent;
  expect(first).toBe("Đã lưu trên máy");
  expect(second).not.toBe(first);
  expect(second?.trim()).toBe(first);
});
