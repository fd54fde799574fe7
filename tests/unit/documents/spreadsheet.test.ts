import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "#documents/csv.ts";
import { readSpreadsheet } from "#documents/spreadsheet.ts";
import { xlsxFrom, xlsxOf, zipOf } from "../../support/xlsx.ts";

const read = async (bytes: BlobPart) => {
  const sheet = await readSpreadsheet(new Blob([bytes]));
  return sheet.ok ? sheet.value.rows : sheet.refusal.code;
};

describe("values separated by commas", () => {
  it("come back as they were written, whatever they hold", () => {
    const cell = fc.string({
      maxLength: 12,
      unit: fc.constantFrom("a", "ữ", ",", ";", '"', "\n", " ", "\t", "1"),
    });
    const rowArb = fc.array(cell, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(rowArb, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(",", ";", "\t"),
        (rows, mark) => {
          const text = rows
            .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(mark))
            .join("\r\n");
          expect(parseCsv(text)).toEqual(rows);
        },
      ),
    );
  });

  it("never throw", () => {
    fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => void parseCsv(text)));
    expect(parseCsv('a,b "c" d,e')).toEqual([["a", 'b "c" d', "e"]]);
    expect(parseCsv('a,"b')).toBeNull();
  });
});

describe("spreadsheets", () => {
  it("are read as words from .xlsx, accents made one with their letters", async () => {
    const rows = [
      ["Họ và tên", "Số"],
      ["Lê Thị Hoa".normalize("NFD"), 12],
      ["a & b < c", 3.5],
    ];
    expect(await read(xlsxOf(rows))).toEqual([
      ["Họ và tên", "Số"],
      ["Lê Thị Hoa", "12"],
      ["a & b < c", "3.5"],
    ]);
  });

  it("are read from .csv with commas, semicolons or tabs, quotes, and the mark of Excel", async () => {
    expect(await read('\ufeffTên,Đơn vị\r\nHoa,"Phòng Kinh tế, Hạ tầng"\r\n')).toEqual([
      ["Tên", "Đơn vị"],
      ["Hoa", "Phòng Kinh tế, Hạ tầng"],
    ]);
    expect(await read("Tên;Vai trò\nHoa;một cửa")).toEqual([
      ["Tên", "Vai trò"],
      ["Hoa", "một cửa"],
    ]);
    const unicode = new Uint8Array([0xff, 0xfe, ...Buffer.from("Tên\tMã\nHoa\t1", "utf16le")]);
    expect(await read(unicode)).toEqual([
      ["Tên", "Mã"],
      ["Hoa", "1"],
    ]);
  });

  it("are refused, each with its reason, when they are no such thing", async () => {
    expect(await read(new Uint8Array([0x48, 0xe9, 0x2c, 0xff]))).toBe("sheet-not-utf8");
    expect(await read(new Uint8Array([1, 0, 2, 0]))).toBe("sheet-not-known");
    expect(await read(zipOf({ "a.txt": "không phải bảng tính" }))).toBe("sheet-other");
    expect(await read(xlsxOf([["x"]]).slice(0, 300))).toBe("sheet-broken");
    expect(await read("")).toBe("sheet-empty");
    expect(await read(",,\n , ")).toBe("sheet-empty");
    expect(await read('a,"b\nc')).toBe("sheet-broken");
  });

  it("are refused when too large, unpacked as well, and before anything is unpacked", async () => {
    expect(await read(new Uint8Array(2 * 1024 * 1024 + 1))).toBe("sheet-too-large");
    expect(await read(zipOf({ "xl/workbook.xml": "<a/>" }, 3_000_000_000))).toBe("sheet-too-large");
    expect(await read("x\n".repeat(10_001))).toBe("sheet-too-large");
  });
});

describe("a cell as Excel shows it", () => {
  const shown = async (value: number | string, format: string | number) => {
    const sheet = `<sheetData><row r="1"><c r="A1" s="1"><v>${value}</v></c></row></sheetData>`;
    const rows = await read(xlsxFrom({ sheet, formats: [format] }));
    return (rows as string[][])[0]?.[0];
  };

  it.each([
    [14, "00000", "00014"],
    [7, '"TB-"000', "TB-007"],
    [1234, '"TB-"000', "TB-1234"],
    [42, '"MT"\\-0000', "MT-0042"],
    [20260012, '0000"/"0000', "2026/0012"],
    [912345678, '0000" "000" "000', "0912 345 678"],
    [5, '"Số "0;[Red]-0;"không"', "Số 5"],
    [0, '"Số "0;[Red]-0;"không"', "không"],
    [12345678, "#,##0", "12.345.678"],
    [1500000, '#,##0\\ "đ"', "1.500.000 đ"],
    [1500000, "_-* #,##0_-;-* #,##0_-", "1.500.000"],
    [3.5, "0.00", "3,50"],
    [0.125, "0.0%", "12,5%"],
    [-8, "000", "-008"],
    [1234567890123456, "General", "1234567890123456"],
    ["8.4E+12", "@", "8400000000000"],
    [0.1, 0, "0.1"],
    [0.30000000000000004, "General", "0.3"],
    [1.5, "# ?/?", "1.5"],
    [123, '"x" 0.0E+00', "123"],
  ])("%s in %s is %s", async (value, format, words) => {
    expect(await shown(value, format)).toBe(words);
  });

  it.each([
    [46752, 14, "2027-12-31"],
    [46752, "dd/mm/yyyy", "2027-12-31"],
    [46752, '[$-42A]dd" tháng "mm" năm "yyyy', "2027-12-31"],
    [46752.75, "d/m/yy h:mm", "2027-12-31"],
    [46722, "mm/yyyy", "12/2027"],
    [46722, 17, "12/2027"],
    [46722, '"Tháng "m/yyyy', "12/2027"],
    [46722, "yyyy", "2027"],
    [46752, "d-mmm", "31/12"],
    [0.3125, "hh:mm", "07:30"],
    [1, 14, "1900-01-01"],
    [61, 14, "1900-03-01"],
  ])("the date %s in %s is %s", async (serial, format, words) => {
    expect(await shown(serial, format)).toBe(words);
  });

  it("counts from 1904 where the book says so", async () => {
    const workbook = '<workbookPr date1904="1"/><sheets><sheet r:id="rId1"/></sheets>';
    const sheet = '<row><c s="1"><v>45290</v></c></row>';
    expect(await read(xlsxFrom({ sheet, formats: [14], workbook }))).toEqual([["2027-12-31"]]);
  });

  it("never fails for a format or a number that nobody thought of", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.string({ unit: fc.constantFrom(...'0#?.,;%"\\[]_*-dmyhs@E+ ') }),
        async (value, format) => {
          expect(typeof (await shown(value, format)) === "string" || value !== 0).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("a sheet as Excel shows it", () => {
  it("gives a merged cell to every row it covers that says something, and only downwards", async () => {
    const c = (place: string, text: string) => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;
    const sheet = `<sheetData><row r="1">${c("A1", "Phòng Kinh tế")}${c("B1", "Hà")}</row><row r="2"><c r="A2"/>${c("B2", "Lan")}</row><row r="4">${c("B4", "Minh")}</row><row r="5">${c("A5", "Tiêu đề")}</row></sheetData><mergeCells><mergeCell ref="A1:A4"/><mergeCell ref="A5:C5"/><mergeCell ref="D1:D1048576"/></mergeCells>`;
    expect(await read(xlsxFrom({ sheet }))).toEqual([
      ["Phòng Kinh tế", "Hà"],
      ["Phòng Kinh tế", "Lan"],
      [],
      ["Phòng Kinh tế", "Minh"],
      ["Tiêu đề"],
    ]);
  });

  it("reads shared strings of several looks, entities, truths, and cells without a place", async () => {
    const shared = [
      "<t>a &amp;lt; b</t>",
      "<r><t>Máy </t></r><r><rPr><b/></rPr><t xml:space='preserve'>in</t></r><rPh><t>x</t></rPh>",
    ];
    const sheet =
      '<x:sheetData><x:row><x:c t="s"><x:v>1</x:v></x:c><x:c t="s"><x:v>0</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c><x:c r="G1" t="str"><x:f>A1</x:f><x:v>g&#7845;p</x:v></x:c></x:row></x:sheetData>';
    expect(await read(xlsxFrom({ sheet, shared }))).toEqual([
      ["Máy in", "a &lt; b", "TRUE", "#N/A", "", "", "gấp"],
    ]);
  });

  it("takes the first sheet that can be seen", async () => {
    const workbook =
      '<sheets><sheet state="veryHidden" r:id="rId1"/><sheet state="visible" r:id="rId2"/></sheets>';
    expect(await read(xlsxFrom({ sheet: "<row><c><v>1</v></c></row>", workbook }))).toEqual([["hai"]]);
  });

  it("ends with its last line, however far it was coloured or ruled", async () => {
    const people = Array.from({ length: 20 }, (_, at) => `Người ${at};một cửa;`).join("\r\n");
    expect(await read(`${people}\r\n${";;\r\n".repeat(2480)}`)).toHaveLength(20);
    expect(await read(`${people}\r\n${"\u00a0; ;\u200b\r\n".repeat(30_000)}`)).toHaveLength(20);
    const blank = Array.from(
      { length: 20_000 },
      (_, at) => `<row r="${at + 2}"><c r="A${at + 2}" s="1"/></row>`,
    ).join("");
    expect(await read(xlsxFrom({ sheet: `<row r="1"><c><v>1</v></c></row>${blank}` }))).toEqual([["1"]]);
  });
});

describe("a file that is something else", () => {
  const container = (name: string) =>
    new Uint8Array(
      Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(600), Buffer.from(name, "utf16le")]),
    );
  it.each([
    ["xls", container("Workbook")],
    ["locked", container("EncryptedPackage")],
    ["word", container("WordDocument")],
    ["ods", zipOf({ mimetype: "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>" })],
    ["xlsb", zipOf({ "xl/workbook.bin": "x" })],
    ["numbers", zipOf({ "Index/Document.iwa": "x" })],
    ["word", zipOf({ "word/document.xml": "<a/>" })],
    ["pdf", "%PDF-1.4"],
    ["page", "\ufeff\n<HTML><table>"],
    ["page", '<?xml version="1.0"?><Workbook/>'],
    ["picture", new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 1])],
    ["archive", zipOf({ "ds.csv": "a" })],
  ])("is named: %s", async (sort, bytes) => {
    const sheet = await readSpreadsheet(new Blob([bytes as BlobPart]));
    expect(sheet).toMatchObject({ ok: false, refusal: { code: "sheet-other", facts: { sort } } });
  });
});
