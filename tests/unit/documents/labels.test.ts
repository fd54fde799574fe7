import fc from "fast-check";
import decodeQR from "qr/decode.js";
import { matchRoutes } from "react-router";
import { describe, expect, it } from "vitest";
import { type Label, labelSheets } from "#documents/labels.ts";
import { thingOnLabel } from "#domain/incidents/equipment-code.ts";
import { cleanText, fold } from "#kernel/text.ts";

const origin = "https://so-truc.xa-mau.example";

/** The label's own SVG path as the dots that a camera would see. */
function photographed({ path, size }: Label, dots = 4) {
  const width = size * dots;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x = "", y = ""] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let row = 0; row < dots; row++) {
      for (let column = 0; column < dots; column++) {
        const at = ((Number(y) * dots + row) * width + Number(x) * dots + column) * 4;
        data.fill(0, at, at + 3);
      }
    }
  }
  return { width, height: width, data };
}

describe("labels", () => {
  const routes = ["thiet-bi/moi", "thiet-bi/nhan", "thiet-bi/:ma"].map((path) => ({ path }));
  const others = [
    { id: "01hq8z", body: { code: "XM-001" } },
    { id: "01hq8y", body: { code: "A/B" } },
  ];

  /** The label of a thing as the app's own scanner reads it, and as the phone's camera opens it. */
  function bothWays(code: string) {
    const thing = { id: "01hq9x7k2m", body: { code } };
    const [sheet = []] = labelSheets([{ id: thing.id, code, name: "Máy" }], origin);
    const read = decodeQR(photographed(sheet[0] as Label, 3));
    const [match] = matchRoutes(routes, new URL(read).pathname) ?? [];
    const opened = match?.route.path === "thiet-bi/:ma" ? String(match.params["ma"]) : "";
    const things = [...others.filter(({ body }) => fold(body.code) !== fold(code)), thing];
    return {
      scanned: thingOnLabel(things, read)?.id,
      typed: thingOnLabel(things, code)?.id,
      opened: things.find(({ id, body }) => id === opened || fold(body.code) === fold(opened))?.id,
    };
  }
  const everyWay = { scanned: "01hq9x7k2m", typed: "01hq9x7k2m", opened: "01hq9x7k2m" };

  it.each([
    ...[
      "XM-001",
      "TB 12/2025",
      "Máy in số 2",
      "A&B?#%",
      "50%",
      "%2F",
      "a%2Fb",
      "50%25",
      "..",
      ".",
      "moi",
      "nhan",
    ],
    ...[
      "/",
      "//a",
      "a/",
      "a\\b",
      "X".repeat(80),
      "ễ".repeat(80),
      "Ea H’leo/1",
      "🖨️ 3",
      "a;b=c,d",
      "?x=1#y",
      "+ +",
    ],
  ])("of %s are known to the app's scanner and opened by the phone's camera", (code) => {
    expect(bothWays(code)).toEqual(everyWay);
  });

  it("of any code that the form takes come back", () => {
    const code = fc
      .string({
        unit: fc.oneof(
          fc.constantFrom(..."/ %?#&+.:-2Ff"),
          fc.constantFrom("ế", "Đ", "ƀ"),
          fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
        ),
        maxLength: 80,
      })
      .map((text) => cleanText(text).trim())
      .filter((text) => fold(text) !== "" && !/:\/\/|\/thiet-bi\//.test(text));
    fc.assert(
      fc.property(code, (text) => {
        expect(bothWays(text)).toEqual(everyWay);
      }),
      { numRuns: 40 },
    );
  });

  it("of another make are not taken for one", () => {
    expect(thingOnLabel(others, "https://elsewhere.example/menu")).toBeUndefined();
    expect(thingOnLabel(others, "")).toBeUndefined();
    expect(thingOnLabel(others, "https://so.example/thiet-bi/%E0%A4%A")).toBeUndefined();
    expect(thingOnLabel(others, " ХМ-001\u200b ")?.id).toBe("01hq8z");
    expect(thingOnLabel(others, "https://so.example/thiet-bi/A/B?x=1")?.id).toBe("01hq8y");
  });

  it("fill sheets of 24, after the places that were peeled off before", () => {
    const things = Array.from({ length: 30 }, (_, at) => ({
      id: `t${at}`,
      code: `XM-${at}`,
      name: `Máy ${at}`,
    }));
    const count = (used: number) => labelSheets(things, origin, used).map((sheet) => sheet.length);
    expect(count(0)).toEqual([24, 6]);
    expect(count(20)).toEqual([24, 24, 2]);
    expect(
      labelSheets(things, origin, 20)[0]
        ?.slice(18)
        .map((one) => one?.code),
    ).toEqual([...[undefined, undefined], ...["XM-0", "XM-1", "XM-2", "XM-3"]]);
    expect(labelSheets([], origin, 3)).toEqual([]);
  });
});
