import assert from "node:assert/strict";
import { type Commune, password, startCommune } from "../support/commune.ts";
import type { KindOfBrowser, Window } from "./drivers.ts";
import { withFolder } from "./drivers.ts";
import { type Hands, handsOn } from "./hands.ts";

/** The core journeys, the same in every browser; each on a commune and a browser of its own. */
export const journeys: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  "opens, writes and goes from page to page without a server, and sends once it is back": async (scene) => {
    const { commune } = scene;
    const hands = await signedIn(scene);
    const before = await visitsOn(commune);
    await commune.kill();
    await hands.reload();
    await hands.heading("Hôm nay");
    await writeVisit(hands);
    await hands.status(/1 mục chưa gửi/);
    await round(hands);
    await writeVisit(hands);
    await hands.status(/2 mục chưa gửi/);
    await commune.restart();
    await hands.status(/Máy chủ đã nhận hết/);
    assert.equal((await visitsOn(commune)) - before, 2);
  },
  "keeps what is unsent when the browser is closed, and three rounds through the pages after": async (
    scene,
  ) => {
    const { commune, kind } = scene;
    let hands = await signedIn(scene);
    const before = await visitsOn(commune);
    await commune.kill();
    await writeVisit(hands);
    await hands.status(/1 mục chưa gửi/);
    if (kind.keepsStorage) hands = await scene.again();
    for (let times = 1; times <= 3; times++) await round(hands);
    await writeVisit(hands);
    await hands.status(/2 mục chưa gửi/);
    await commune.restart();
    await hands.status(/Máy chủ đã nhận hết/);
    assert.equal((await visitsOn(commune)) - before, 2);
  },
  "goes back and forward through pages that the browser keeps, and writes on each": async (scene) => {
    const hands = await signedIn(scene);
    const before = await visitsOn(scene.commune);
    const pages = ["/ho-tro/moi", "/su-co", "/cho-gui"];
    const headings = ["Ghi lượt hỗ trợ", "Sự cố", "Chờ gửi"];
    for (const path of pages) await hands.goto(path);
    let at = pages.length - 1;
    for (const step of [-1, -1, 1, 1, -2]) {
      at += step;
      await hands.window.run(`void setTimeout(() => history.go(${step}), 50)`);
      await hands.heading(headings[at] as string);
    }
    await writeVisit(hands, { isThere: true });
    await hands.status(/Máy chủ đã nhận hết/);
    assert.equal((await visitsOn(scene.commune)) - before, 1);
  },
};

export interface Scene {
  readonly commune: Commune;
  readonly kind: KindOfBrowser;
  readonly hands: Hands;
  /** The browser closed and opened again on the same storage. */
  readonly again: () => Promise<Hands>;
}

export async function play(kind: KindOfBrowser, journey: (scene: Scene) => Promise<void>): Promise<void> {
  const commune = await startCommune();
  let window: Window | undefined;
  try {
    await withFolder(async (folder) => {
      const open = async () => {
        await window?.close();
        window = await kind.open(folder);
        return handsOn(window, commune.url);
      };
      try {
        await journey({ commune, kind, hands: await open(), again: open });
      } finally {
        await window?.close().catch(() => undefined);
      }
    });
  } finally {
    await commune.close();
  }
}

async function signedIn({ hands }: Scene): Promise<Hands> {
  await hands.goto("/dang-nhap");
  await hands.type("Tài khoản", "tocns1");
  await hands.type("Mật khẩu", password);
  await hands.press("Đăng nhập");
  await hands.heading("Hôm nay");
  await hands.reads(/(Mở được cả khi|Đã sẵn sàng dùng khi) mất mạng/);
  await hands.status(/Máy chủ đã nhận hết/);
  return hands;
}

/** Full navigations, each from the device alone. */
async function round(hands: Hands): Promise<void> {
  const headings = { "/": "Hôm nay", "/su-co": "Sự cố", "/cho-gui": "Chờ gửi", "/ho-tro": "Hỗ trợ" };
  for (const [path, heading] of [...Object.entries(headings), ["/su-co", "Sự cố"] as const]) {
    await hands.goto(path);
    await hands.heading(heading);
  }
  await hands.status(/\d+ mục chưa gửi/);
}

async function writeVisit(hands: Hands, { isThere = false } = {}): Promise<void> {
  if (!isThere) await hands.goto("/ho-tro/moi");
  await hands.press("Cài, kích hoạt VNeID");
  await hands.press("Ghi lượt này");
  await hands.reads(/Đã ghi một lượt/);
}

async function visitsOn(commune: Commune): Promise<number> {
  return (await commune.dump()).records.filter(({ kind }) => kind === "supportVisit").length;
}
