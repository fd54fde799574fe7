import "fake-indexeddb/auto";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openLogbook } from "#client/logbook.ts";
import { setPin } from "#client/pin.ts";
import { chooseProfile, currentProfile } from "#client/profiles.ts";
import { sendForAll } from "#client/send-for-all.ts";
import ProfilesPage from "../../../src/app/features/auth/profiles.page.tsx";
import { useOpenBook } from "../../../src/app/open-book.tsx";
import { LiveRegion } from "../../../src/app/ui/live-region.tsx";
import { cutTheLink, host, makeProfile, showPage } from "../support.tsx";

const texts = ["auth", "errors"];

beforeEach(async () => {
  cutTheLink();
  await chooseProfile(null);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Opened() {
  return <p>Đang mở sổ của {useOpenBook().logbook?.profile.name}</p>;
}

const pages = (
  <Routes>
    <Route path="/nguoi-dung" element={<ProfilesPage />} />
    <Route path="/" element={<Opened />} />
  </Routes>
);

test("a colleague's book opens without the network", async () => {
  const mine = await makeProfile({ name: "Người thứ nhất" });
  await makeProfile({ name: "Người thứ hai", lastKnown: { unsent: 3, dead: 0, at: 1 } });
  await showPage(pages, { logbook: await openLogbook(mine, host), texts, path: "/nguoi-dung", isDoor: true });
  const other = await screen.findByRole("button", { name: /Người thứ hai/ });
  expect(other.textContent).toContain("3 mục chưa gửi");
  fireEvent.click(other);
  await screen.findByText("Đang mở sổ của Người thứ hai");
  expect((await currentProfile())?.name).toBe("Người thứ hai");
});

test("a PIN stands before a book that has one", async () => {
  const locked = await makeProfile({ name: "Người có mã" });
  await setPin(locked.device, "2468");
  await showPage(pages, { logbook: null, texts, path: "/nguoi-dung", isDoor: true });
  fireEvent.click(await screen.findByRole("button", { name: /Người có mã/ }));
  const field = await screen.findByLabelText("Mã PIN");
  fireEvent.change(field, { target: { value: "1111" } });
  fireEvent.click(screen.getByRole("button", { name: "Mở" }));
  await screen.findByText(/Mã PIN chưa đúng/);
  for (const key of ["2", "4", "6", "8"]) fireEvent.click(screen.getByRole("button", { name: key }));
  fireEvent.click(screen.getByRole("button", { name: "Mở" }));
  await waitFor(() => screen.getByText("Đang mở sổ của Người có mã"));
});

test("a locked book asks for its owner's password and stays as it is without a link", async () => {
  await makeProfile({ name: "Người đã khóa", state: "locked" });
  await showPage(pages, { logbook: null, texts, path: "/nguoi-dung", isDoor: true });
  fireEvent.click(await screen.findByRole("button", { name: /Người đã khóa/ }));
  fireEvent.change(await screen.findByLabelText("Mật khẩu"), { target: { value: "abcdefgh" } });
  fireEvent.click(screen.getByRole("button", { name: "Mở khóa" }));
  await screen.findByText(/Chưa kết nối được với máy chủ/);
});

test("a locked book whose work was sent for it says so no more", async () => {
  const locked = await makeProfile({
    ...{ name: "Người khóa máy", state: "locked", lastKnown: { unsent: 1, dead: 0, at: 1 } },
  });
  await showPage(pages, { logbook: null, texts, path: "/nguoi-dung", isDoor: true });
  const button = await screen.findByRole("button", { name: /Người khóa máy/ });
  expect(button.textContent).toContain("1 mục chưa gửi");
  expect(locked.state).toBe("locked");
  await sendForAll({ forMs: 1000, locks: undefined });
  await waitFor(() => expect(button.textContent).not.toContain("chưa gửi"));
});

test("whoever wrote last is asked for the PIN at once", async () => {
  const last = await makeProfile({ name: "Người viết sau cùng" });
  await setPin(last.device, "1357");
  await chooseProfile(last.device);
  await showPage(pages, { logbook: null, texts, path: "/nguoi-dung" });
  await screen.findByLabelText("Mã PIN");
  fireEvent.click(screen.getByRole("button", { name: "Quay lại" }));
  await screen.findByRole("button", { name: /Người viết sau cùng/ });
});

async function atThePin(name: string, pin: string) {
  const last = await makeProfile({ name });
  await setPin(last.device, pin);
  await chooseProfile(last.device);
  await showPage(pages, { logbook: null, texts, path: "/nguoi-dung" });
  return (await screen.findByLabelText("Mã PIN")) as HTMLInputElement;
}

test("the keys of the page open the book at the last digit, without one press more", async () => {
  await atThePin("Người có năm số", "13579");
  for (const key of ["1", "3", "5", "7", "9"]) fireEvent.click(screen.getByRole("button", { name: key }));
  await waitFor(() => screen.getByText("Đang mở sổ của Người có năm số"));
});

test("a keyboard types the PIN wherever the focus is, and takes a digit back", async () => {
  const field = await atThePin("Người gõ phím", "2468");
  const press = (key: string) => fireEvent.keyDown(document.body, { key });
  for (const key of ["2", "4", "9", "Backspace"]) press(key);
  expect(field.value).toBe("24");
  fireEvent.keyDown(document.body, { key: "6", ctrlKey: true });
  expect(field.value).toBe("24");
  for (const key of ["6", "8"]) press(key);
  await waitFor(() => screen.getByText("Đang mở sổ của Người gõ phím"));
});

test("who cannot see the field hears how many digits it has, and never which", async () => {
  await atThePin("Người nghe máy đọc", "2468");
  const heard = () => screen.getByRole("status").textContent;
  render(<LiveRegion />);
  const group = within(screen.getByRole("group", { name: "Bàn phím số" }));
  fireEvent.click(group.getByRole("button", { name: "7" }));
  fireEvent.click(group.getByRole("button", { name: "3" }));
  await waitFor(() => expect(heard()).toMatch(/^Đã nhập 2 chữ số/));
  fireEvent.click(group.getByRole("button", { name: "Xóa một số" }));
  await waitFor(() => expect(heard()).toMatch(/^Đã nhập 1 chữ số/));
  for (const key of ["3", "3", "3"]) fireEvent.click(group.getByRole("button", { name: key }));
  await waitFor(() => expect(heard()).toMatch(/^Mã PIN chưa đúng/));
});

test("the phone's own keyboard stays away from the keys of the page", async () => {
  const field = await atThePin("Người dùng ngón cái", "2468");
  expect(field.inputMode).toBe("none");
});
