import { afterEach, expect, it, vi } from "vitest";
import { showBadge } from "#client/notices.ts";

afterEach(() => vi.unstubAllGlobals());

it("shows how much is unread, and nothing when all is read", async () => {
  const [setAppBadge, clearAppBadge] = [vi.fn(async () => undefined), vi.fn(async () => undefined)];
  vi.stubGlobal("navigator", { setAppBadge, clearAppBadge });
  await showBadge(3);
  expect(setAppBadge.mock.calls).toEqual([[3]]);
  expect(clearAppBadge).not.toHaveBeenCalled();
  await showBadge(0);
  expect(clearAppBadge).toHaveBeenCalledOnce();
});

it("is nothing where the system shows no number, or refuses it", async () => {
  vi.stubGlobal("navigator", {});
  await showBadge(2);
  await showBadge(0);
  vi.stubGlobal("navigator", {
    setAppBadge: () => Promise.reject(new DOMException("no", "NotAllowedError")),
  });
  await showBadge(2);
});
