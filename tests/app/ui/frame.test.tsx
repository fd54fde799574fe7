import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, expect, test } from "vitest";
import { AppFrame } from "#app/ui/app-frame.tsx";
import { BottomNav } from "#app/ui/bottom-nav.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { StatusLine } from "#app/ui/status-line.tsx";
import { SyncState } from "#app/ui/sync-state.tsx";
import { applyTheme } from "#app/ui/theme.ts";

afterEach(cleanup);

test("the frame lets the keyboard skip to main, marks the current place and names the whole status", () => {
  render(
    <MemoryRouter>
      <AppFrame
        skipText="Đến nội dung"
        status={
          <StatusLine
            tone="unsent"
            icon="saved"
            strong="3 mục chưa gửi"
            text="Mất mạng"
            label="3 mục chưa gửi, mất mạng. Mở Chờ gửi"
            to="/cho-gui"
          />
        }
        nav={
          <BottomNav
            label="Chính"
            items={[
              { to: "/", icon: "today", text: "Hôm nay", current: true },
              { to: "/kiem-tra", icon: "check-list", text: "Kiểm tra", current: false },
            ]}
          />
        }
      >
        <Rows>
          <Row
            time="06:58"
            title="Wi-Fi không vào được"
            lines={["Mức 3"]}
            state={<SyncState state="saved" text="Đã lưu trên máy" />}
            to="/su-co/1"
          />
        </Rows>
      </AppFrame>
    </MemoryRouter>,
  );
  fireEvent.click(screen.getByRole("link", { name: "Đến nội dung" }));
  expect(document.activeElement).toBe(screen.getByRole("main"));
  expect(screen.getByRole("link", { name: "Hôm nay" }).getAttribute("aria-current")).toBe("page");
  expect(screen.getByRole("link", { name: "Kiểm tra" }).getAttribute("aria-current")).toBeNull();
  screen.getByRole("link", { name: "3 mục chưa gửi, mất mạng. Mở Chờ gửi" });
  expect(screen.getByRole("link", { name: /Wi-Fi/ }).textContent).toContain("Đã lưu trên máy");
});

test("theme and text size stand on the root, and the ordinary values leave no trace", () => {
  const root = document.createElement("html");
  applyTheme("dark", "150", root);
  expect([root.dataset.theme, root.dataset.text]).toEqual(["dark", "150"]);
  applyTheme("device", "100", root);
  expect([root.dataset.theme, root.dataset.text]).toEqual([undefined, undefined]);
});
