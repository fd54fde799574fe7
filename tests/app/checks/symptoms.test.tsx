import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import CheckRunPage from "#app/features/checks/check-run.page.tsx";
import IncidentPage from "#app/features/incidents/incident.page.tsx";
import IncidentFormPage from "#app/features/incidents/incident-form.page.tsx";
import { keepPhoto } from "#client/photos/kept-photos.ts";
import { openTestBook, putChecks, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("checks", "runs", "incidents", "contacts", "conflicts", "photos", "symptoms"));

const hour = 3_600_000;
const pages = {
  "/kiem-tra/hom-nay": <CheckRunPage />,
  "/su-co/moi": <IncidentFormPage />,
  "/su-co/:id": <IncidentPage />,
};

/** Incidents that the commune has had, with what they said. */
async function past(book: TestBook, notes: readonly string[], part: object = {}): Promise<void> {
  for (const [at, note] of notes.entries()) {
    const since = Date.now() - (at + 1) * 24 * hour;
    const facts = { group: 3, severity: 3, title: "Máy in quầy 2", equipment: "printer", state: "closed" };
    const number = `SC-XM-${at}-B`;
    await book.put("incident", `past-${at}-${note.length}`, {
      number,
      since,
      note,
      site: "centre",
      ...facts,
      ...part,
    });
  }
}

async function openDesk(): Promise<TestBook> {
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  return book;
}

async function faultAt(item: string) {
  const group = await screen.findByRole("group", { name: `Trả lời cho ${item}` });
  fireEvent.click(within(group).getByRole("radio", { name: "Lỗi" }));
  return within(await screen.findByRole("group", { name: `Biểu hiện của ${item}` }));
}

const chips = ({ getAllByRole }: Pick<typeof screen, "getAllByRole">) =>
  getAllByRole("button").map((button) => button.textContent);

test("a faulty item offers what its kind suffers from; two quick taps make one note, on the sheet and the incident", async () => {
  const book = await openDesk();
  await past(book, ["Kéo giấy lệch, gọi anh Hùng 0912345678", "kéo giấy lệch"]);
  book.show("/kiem-tra/hom-nay", pages);
  const group = await faultAt("Máy in quầy 2");
  expect(chips(group).slice(0, 2)).toEqual(["Kéo giấy lệch", "Kẹt giấy"]);
  expect(chips(group).length).toBeLessThanOrEqual(6);
  await waitFor(async () => expect(await book.outbox()).toHaveLength(1));
  fireEvent.click(group.getByRole("button", { name: "Kéo giấy lệch" }));
  fireEvent.click(group.getByRole("button", { name: "Hết mực" }));
  await waitFor(async () =>
    expect(await book.body(`run/centre/daily/${book.today}/morning`)).toMatchObject({
      notes: { "printer-2": "Kéo giấy lệch, hết mực" },
    }),
  );
  const incident = (await book.outbox())[0]?.ids.find((id) => !id.startsWith("run/")) ?? "";
  await waitFor(async () => expect((await book.body(incident))?.["note"]).toBe("Kéo giấy lệch, hết mực"));
  expect(group.getByRole("button", { name: "Hết mực" }).getAttribute("aria-pressed")).toBe("true");
  fireEvent.click(group.getByRole("button", { name: "Kéo giấy lệch" }));
  await waitFor(async () => expect((await book.body(incident))?.["note"]).toBe("Hết mực"));
});

test("pressed while the note is being written, a symptom joins what was typed", async () => {
  const book = await openDesk();
  book.show("/kiem-tra/hom-nay", pages);
  await faultAt("Điện lưới");
  fireEvent.click(await screen.findByRole("button", { name: "Thêm ghi chú" }));
  const field = (await screen.findByLabelText("Ghi chú cho Điện lưới")) as HTMLTextAreaElement;
  fireEvent.change(field, { target: { value: "Cả dãy phố" } });
  const group = within(await screen.findByRole("group", { name: "Biểu hiện của Điện lưới" }));
  fireEvent.click(group.getByRole("button", { name: "Mất điện" }));
  expect(field.value).toBe("Cả dãy phố, mất điện");
  fireEvent.click(screen.getByRole("button", { name: "Lưu ghi chú" }));
  await waitFor(async () =>
    expect(await book.body(`run/centre/daily/${book.today}/morning`)).toMatchObject({
      notes: { mains: "Cả dãy phố, mất điện" },
    }),
  );
});

const photo = {
  sha: "a".repeat(64),
  type: "image/jpeg" as const,
  bytes: 3,
  width: 4,
  height: 3,
  thumb: "AA==",
  taken: 1,
};

test("a picture of a fault is added to its incident by one press, and keeps the incident from being taken back", async () => {
  const book = await openDesk();
  book.show("/kiem-tra/hom-nay", pages);
  await faultAt("Máy in quầy 2");
  fireEvent.click(await screen.findByRole("button", { name: "Thêm ảnh" }));
  expect(await screen.findByRole("group", { name: /^Ảnh/ })).toBeTruthy();
  const form = `run/centre/daily/${book.today}/morning/photo/printer-2`;
  await keepPhoto(book.logbook.store, { form }, { photo, bytes: new ArrayBuffer(3) });
  fireEvent.click(await screen.findByRole("button", { name: "Gắn 1 ảnh vào sự cố" }));
  await waitFor(async () => expect((await book.outbox()).map(({ op }) => op.a)).toContain("photo.add"));
  const added = (await book.outbox()).find(({ op }) => op.a === "photo.add");
  const change = added?.op.ch[0] as { under?: string };
  await screen.findByRole("button", { name: "Thêm ảnh" });
  const items = screen.getByRole("group", { name: "Trả lời cho Máy in quầy 2" });
  fireEvent.click(within(items).getByRole("radio", { name: "Tốt" }));
  await waitFor(async () => expect((await book.outbox()).at(-1)?.op.a).toBe("check.answer"));
  const incident = await book.logbook.store.read((tx) => tx.row(change.under ?? ""));
  expect(incident?.deleted).toBeUndefined();
});

test("a picture kept before the page was left waits at its item", async () => {
  const book = await openDesk();
  book.show("/kiem-tra/hom-nay", pages);
  await faultAt("Máy in quầy 2");
  await waitFor(async () => expect(await book.outbox()).toHaveLength(1));
  book.show("/elsewhere", {});
  const form = `run/centre/daily/${book.today}/morning/photo/printer-2`;
  await keepPhoto(book.logbook.store, { form }, { photo, bytes: new ArrayBuffer(3) });
  book.show("/kiem-tra/hom-nay", pages);
  expect(await screen.findByRole("button", { name: "Gắn 1 ảnh vào sự cố" })).toBeTruthy();
});

test("a report offers symptoms once it is known what broke, and its note can be edited after the taps", async () => {
  const book = await openDesk();
  await past(book, ["Đứt cáp ở cầu treo", "Đứt cáp ở cầu treo"], {
    group: 1,
    title: "Cáp",
    equipment: undefined,
  });
  book.show("/su-co/moi", pages);
  await screen.findByRole("radio", { name: "Mạng, đường truyền" });
  expect(screen.queryByRole("group", { name: "Biểu hiện" })).toBeNull();
  fireEvent.click(screen.getByRole("radio", { name: "Mạng, đường truyền" }));
  const group = within(await screen.findByRole("group", { name: "Biểu hiện" }));
  expect(chips(group)[0]).toBe("Đứt cáp ở cầu treo");
  fireEvent.click(group.getByRole("button", { name: "Mất mạng" }));
  const note = screen.getByLabelText(/^Ghi chú/) as HTMLTextAreaElement;
  expect(note.value).toBe("Mất mạng");
  fireEvent.change(note, { target: { value: "Mất mạng từ sáng" } });
  fireEvent.click(screen.getByRole("radio", { name: "Một quầy" }));
  fireEvent.click(screen.getByRole("button", { name: "Ghi sự cố" }));
  await waitFor(async () =>
    expect((await book.outbox())[0]?.op.ch[0]).toMatchObject({ f: { note: "Mất mạng từ sáng", group: 1 } }),
  );
});

test("whom the commune knows is named by no chip, however often the notes do", async () => {
  const book = await openDesk();
  await book.put("person", "hoa", {
    name: "Lê Thị Hoa",
    account: "hoa",
    roles: [],
    units: [],
    villages: [],
    active: true,
  });
  await past(book, ["Hoa đang sửa máy", "Hoa đang sửa máy", "Hoa đang sửa máy"]);
  book.show("/kiem-tra/hom-nay", pages);
  expect(chips(await faultAt("Máy in quầy 2")).join()).not.toMatch(/Hoa/);
});
