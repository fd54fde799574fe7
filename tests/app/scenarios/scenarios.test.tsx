import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import ScenarioPage from "#app/features/scenarios/scenario.page.tsx";
import ScenarioFormPage from "#app/features/scenarios/scenario-form.page.tsx";
import ScenarioListPage from "#app/features/scenarios/scenario-list.page.tsx";
import { formatDay } from "#app/i18n/format.ts";
import { addDays } from "#kernel/calendar.ts";
import { opsOf, press, type } from "../book/hands.ts";
import { openTestBook, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("scenarios", "incidents", "conflicts", "actions"));
afterEach(() => vi.unstubAllGlobals());

const pages = {
  "/kich-ban": <ScenarioListPage />,
  "/kich-ban/moi": <ScenarioFormPage />,
  "/kich-ban/:id": <ScenarioPage />,
};

const powerCut = {
  ...{ title: "Mất điện", groups: [2], trigger: "Mất điện lưới", order: 2, extra: "kept" },
  steps: ["Lưu và tắt máy", "Gọi điện lực"],
  message: "Trung tâm đang mất điện.",
};

async function open(path: string, roles = ["responder"], fill?: (book: TestBook) => Promise<void>) {
  const book = await openTestBook(roles);
  await fill?.(book);
  book.show(path, pages);
  await screen.findAllByRole("heading", { level: 1 });
  return book;
}
const withCards = async (book: TestBook) => {
  await book.put("scenario", "power", powerCut);
  await book.put("scenario", "line", { ...powerCut, title: "Mất mạng", groups: [1], order: 1 });
  await book.put("drill", "d1", { parent: "power", day: "2024-01-02", text: "Chậm" });
};
const record = async () => within(await screen.findByRole("region", { name: "Kịch bản đang xem" }));

describe("the list", () => {
  test("is in its own order and says of each when it was last tried out", async () => {
    await open("/kich-ban", ["responder"], async (book) => {
      await withCards(book);
      await book.put("drill", "d2", { parent: "line", day: addDays(book.today, -3), text: "Tốt" });
    });
    const list = await screen.findByRole("list", { name: "Kịch bản dự phòng" });
    await waitFor(() =>
      expect([...list.querySelectorAll(".row-title")].map((one) => one.textContent)).toEqual([
        "Mất mạng",
        "Mất điện",
      ]),
    );
    expect(within(list).getByText("Diễn tập gần nhất 02/01/2024, đã hơn một năm")).toBeTruthy();
  });

  test("that is empty offers the eight samples in one deed to those who may write them", async () => {
    const book = await open("/kich-ban");
    await press("Thêm 8 kịch bản mẫu");
    const [op] = await opsOf(book, 1);
    expect(op?.ch).toHaveLength(8);
    expect(op?.ch[0]).toMatchObject({ c: "create", k: "scenario", f: { title: "Mất đường truyền" } });
    expect(JSON.stringify(op)).not.toContain('"key"');
    await screen.findByText("Bão, lũ, thiên tai");
    await open("/kich-ban", ["centre"]);
    await screen.findByText("Nhờ Tổ ứng cứu hoặc quản trị viên đưa kịch bản vào sổ.");
    expect(screen.queryByRole("button", { name: "Thêm 8 kịch bản mẫu" })).toBeNull();
  });
});

describe("a scenario", () => {
  test("shows its steps in order; the message goes to the clipboard where nothing can be shared", async () => {
    const written: string[] = [];
    const clipboard = { writeText: async (text: string) => void written.push(text) };
    vi.stubGlobal(
      "navigator",
      new Proxy(navigator, { get: (of, key) => (key === "clipboard" ? clipboard : Reflect.get(of, key)) }),
    );
    await open("/kich-ban/power", ["centre"], withCards);
    await (await record()).findByRole("heading", { level: 1, name: "Mất điện" });
    const steps = (await record()).getAllByRole("listitem").slice(0, 2);
    expect(steps.map((one) => one.textContent)).toEqual(["Lưu và tắt máy", "Gọi điện lực"]);
    expect(screen.queryByRole("link", { name: "Sửa kịch bản" })).toBeNull();
    await press("Sao chép thông báo");
    await screen.findByText("Đã sao chép. Dán vào Zalo, tin nhắn hoặc bài đăng.");
    expect(written).toEqual(["Trung tâm đang mất điện."]);
  });

  test("keeps its drills: the day, how many, and what was learnt, which must be said", async () => {
    const book = await open("/kich-ban/power", ["centre"], withCards);
    await press("Ghi lần diễn tập");
    await screen.findByLabelText("Rút kinh nghiệm");
    await press("Ghi lần diễn tập này");
    await screen.findByText("Chưa ghi phần rút kinh nghiệm. Viết một câu là đủ.");
    type("Ngày diễn tập", addDays(book.today, 1));
    type("Rút kinh nghiệm", "Thiếu đèn pin");
    await press("Ghi lần diễn tập này");
    await screen.findByText("Ngày này chưa đến. Nhập hôm nay hoặc ngày trước đó.");
    type("Ngày diễn tập", addDays(book.today, -1));
    type(/^Số người tham gia/, "7,5");
    await press("Ghi lần diễn tập này");
    await screen.findByText("Số người là số nguyên từ 0 đến 10.000. Nhập lại, hoặc để trống.");
    type(/^Số người tham gia/, "7");
    await press("Ghi lần diễn tập này");
    const [op] = await opsOf(book, 1);
    expect(op?.a).toBe("scenario.drill");
    expect(op?.ch).toMatchObject([
      { c: "append", under: "power", f: { day: addDays(book.today, -1), people: 7, text: "Thiếu đèn pin" } },
    ]);
    const log = await screen.findByRole("list", { name: "Các lần diễn tập" });
    await waitFor(() => expect(within(log).getAllByRole("listitem")).toHaveLength(2));
    expect(within(log).getByText(/^7 người/)).toBeTruthy();
  });

  test("is edited step by step a line, writes what differs alone, and keeps what it does not know", async () => {
    const book = await open("/kich-ban/power?sua=1", ["responder"], withCards);
    await screen.findByLabelText("Các bước");
    type("Các bước", "1. Lưu và tắt máy\n\n- Mở máy phát\n3) Gọi điện lực 24/7");
    await press("Ghi kịch bản");
    const [op] = await opsOf(book, 1);
    const steps = ["Lưu và tắt máy", "Mở máy phát", "Gọi điện lực 24/7"];
    expect(op?.ch).toEqual([{ c: "set", k: "scenario", id: "power", b: 5, f: { steps } }]);
    expect(await book.body("power")).toMatchObject({ steps, extra: "kept", message: powerCut.message });
  });

  test("is refused without a name or a step, and removed is had back from where it stood", async () => {
    const book = await open("/kich-ban/moi");
    await screen.findByLabelText("Tên kịch bản");
    await press("Ghi kịch bản");
    await screen.findByText("Còn 2 ô cần sửa");
    type("Tên kịch bản", "Cháy");
    type("Các bước", "Gọi 114");
    await press("Ghi kịch bản");
    await opsOf(book, 1);
    await (await record()).findByRole("heading", { level: 1, name: "Cháy" });
    await press("Xóa kịch bản này");
    await (await record()).findByRole("heading", { level: 1, name: "Đã xóa: Cháy" });
    await press("Khôi phục kịch bản này");
    await (await record()).findByText("Gọi 114");
    await opsOf(book, 3);
  });
});

test("the day of a drill can be emptied and written anew", async () => {
  const book = await openTestBook(["responder"]);
  await book.put("scenario", "power", {
    title: "Mất điện",
    groups: [2],
    trigger: "",
    order: 1,
    steps: ["Tắt máy"],
  });
  book.show("/kich-ban/power", { "/kich-ban/:id": <ScenarioPage /> });
  fireEvent.click(await screen.findByRole("button", { name: "Ghi lần diễn tập" }));
  const day = () => screen.findByLabelText<HTMLInputElement>(/^Ngày/);
  fireEvent.change(await day(), { target: { value: "" } });
  expect((await day()).value).toBe("");
  fireEvent.change(await day(), { target: { value: "hôm qua" } });
  fireEvent.blur(await day());
  expect((await day()).value).toBe(formatDay(addDays(book.today, -1)));
});
