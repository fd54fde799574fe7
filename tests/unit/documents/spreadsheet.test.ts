import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "#documents/csv.ts";
import { readSpreadsheet } from "#documents/spreadsheet.ts";
import { xlsxOf, zipOf } from "../../support/xlsx.ts";

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
      [""],
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
    expect(await read(zipOf({ "a.txt": "không phải bảng tính" }))).toBe("sheet-broken");
    expect(await read(xlsxOf([["x"]]).slice(0, 300))).toBe("sheet-broken");
    expect(await read("")).toBe("sheet-empty");
    expect(await read(",,\n , ")).toBe("sheet-empty");
    expect(await read('a,"b\nc')).toBe("sheet-broken");
  });

  it("are refused when too large, unpacked as well, and before anything is unpacked", async () => {
    expect(await read(new Uint8Array(2 * 1024 * 1024 + 1))).toBe("sheet-too-large");
    expect(await read(zipOf({ "xl/workbook.xml": "<a/>" }, 3_000_000_000))).toBe("sheet-too-large");
    expect(await read("x\n".repeat(2500))).toBe("sheet-too-large");
  });
});
