import { describe, expect, it } from "vitest";
import { allReceived, answerOf, atToday, itemNames } from "../support/app-driver.ts";
import { desktop } from "../support/browser.ts";
import { commune, communeForAll, openBook } from "../support/scene.ts";
import { settled, sideways, tabTo } from "../support/screen-checks.ts";
import { accounts, addresses, coarse, goTo, newBreaches, walk } from "../support/walk.ts";

communeForAll();

describe("every screen of every role, 360 px wide", () => {
  for (const account of accounts) {
    it(`${account}: accessible, nothing sticks out, no errors, nobody else is called`, async () => {
      const { context, page, listener } = await openBook(account, coarse);
      try {
        expect(await walk(page, await addresses(page, account), "light")).toEqual([]);
        expect(listener.heard).toEqual([]);
      } finally {
        await context.close();
      }
    });
  }

  it("so are sheets, errors and what opens in place", async () => {
    const { context, page } = await openBook("motcua1");
    const wrong: string[] = [];
    const look = async (what: string) => {
      await settled(page);
      for (const one of [...(await sideways(page)), ...(await newBreaches(page, "light"))])
        wrong.push(`${what}: ${one}`);
    };
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
    const close = () => page.keyboard.press("Escape");
    try {
      await goTo(page, "/");
      await press("Tất cả tốt");
      await look("the sheet of the morning check");
      await press("Xác nhận đủ 24 mục");
      await look("an answer that is missing");
      await close();
      await goTo(page, "/kiem-tra/hom-nay");
      const [item = ""] = await itemNames(page);
      await answerOf(page, item, "Lỗi").click();
      await look("what a fault opens");
      await goTo(page, "/ho-tro/moi");
      await press("Ghi lượt này");
      await look("a visit with something to mend");
      await page.locator("#visit-village").click();
      await look("the choice of a place");
      await close();
      await page.locator("#visit-groups").click();
      await look("the groups in need");
      await close();
      await goTo(page, "/su-co/moi");
      await press("Ghi sự cố");
      await look("a report with something to mend");
      await press("Danh sách thiết bị");
      await look("the register of equipment");
      await close();
      await goTo(page, "/cai-dat");
      await press("Đặt mã PIN");
      await look("the sheet of the PIN");
      await close();
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Phím tắt" }).waitFor();
      await look("the keys");
      expect(wrong).toEqual([]);
    } finally {
      await context.close();
    }
  });
});

describe("on paper", () => {
  it("the guide of each role is one page in the letters of official documents, which no other screen fetches", async () => {
    const { context, page } = await openBook("motcua1");
    try {
      const declaredLetters = () =>
        page.evaluate(() => [...document.fonts].filter(({ family }) => family.includes("Tinos")).length);
      expect(await declaredLetters()).toBe(0);
      await goTo(page, "/huong-dan");
      await page.locator(".guide").waitFor();
      // Letters that nobody has declared yet count as there.
      await page.waitForFunction(() => {
        const declared = [...document.fonts].filter(({ family }) => family.includes("Tinos"));
        const isThere = (weight: number) => document.fonts.check(`${weight} 1rem Tinos`, "Aắ");
        return declared.length === 4 && isThere(400) && isThere(700);
      });
      const role = page.getByLabel("Vai trò");
      for (const one of await role.locator("option").all()) {
        await role.selectOption({ label: await one.innerText() });
        const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
        const letters = new Set([...pdf.matchAll(/\/BaseFont \/[A-Z]+\+(\w+)/g)].map(([, name]) => name));
        expect([...letters].sort()).toEqual(["Tinos"]);
        expect(pdf.match(/\/Type \/Page\b/g), await one.innerText()).toHaveLength(1);
      }
    } finally {
      await context.close();
    }
  });
});

describe("by keys alone", () => {
  it("the morning check from Hôm nay to the receipt", async () => {
    const { context, page } = await openBook("motcua1", desktop);
    try {
      await page.reload();
      await atToday(page);
      await tabTo(page, "Tất cả tốt");
      await page.keyboard.press("Enter");
      // Over a fault of this morning, which another test may have written, the sheet is not called *all is well*.
      await page.getByRole("dialog", { name: /^(Tất cả tốt|Xác nhận các mục còn lại)$/ }).waitFor();
      await tabTo(page, /^Vẫn lỗi/);
      await page.keyboard.press("Space");
      await page.getByRole("dialog", { name: "Xác nhận các mục còn lại" }).waitFor();
      await tabTo(page, "Xác nhận đủ 24 mục");
      await page.keyboard.press("Enter");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await page.getByText("Đã ghi đủ 24 mục").waitFor();
      await allReceived(page);
      const { records: rows } = await commune.dump();
      const runs = rows.filter(({ kind, body }) => kind === "checkRun" && body.day === today());
      expect(runs.map(({ body }) => Object.keys(body.answers as object).length)).toEqual([24]);
    } finally {
      await context.close();
    }
  });
});

function today(): string {
  return new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
}
