import { crc32 } from "node:zlib";

/** A real .xlsx file of one sheet, made by hand: stored parts, inline strings; enough for any reader of the format. */
export function xlsxOf(rows: readonly (readonly (string | number)[])[]): Uint8Array<ArrayBuffer> {
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packages = "http://schemas.openxmlformats.org/package/2006";
  const cells = rows.map(
    (row, at) =>
      `<row r="${at + 1}">${row
        .map((cell, column) => {
          const place = `${String.fromCharCode(65 + column)}${at + 1}`;
          return typeof cell === "number"
            ? `<c r="${place}"><v>${cell}</v></c>`
            : `<c r="${place}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
        })
        .join("")}</row>`,
  );
  return zipOf({
    "[Content_Types].xml": `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}"><sheetData>${cells.join("")}</sheetData></worksheet>`,
  });
}

/** An .xlsx file of one sheet whose XML a test writes itself, with the formats of its cells and its shared strings. */
export function xlsxFrom({
  sheet,
  formats = [],
  shared = [],
  workbook = '<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets>',
}: {
  sheet: string;
  formats?: readonly (string | number)[];
  shared?: readonly string[];
  workbook?: string;
}): Uint8Array<ArrayBuffer> {
  const own = formats.map((format, at) =>
    typeof format === "number"
      ? ""
      : `<numFmt numFmtId="${164 + at}" formatCode="${escaped(format).replaceAll('"', "&quot;")}"/>`,
  );
  const styles = formats.map(
    (format, at) => `<xf numFmtId="${typeof format === "number" ? format : 164 + at}"/>`,
  );
  return zipOf({
    "xl/workbook.xml": `<workbook>${workbook}</workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
    "xl/styles.xml": `<styleSheet><numFmts>${own.join("")}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles.join("")}</cellXfs></styleSheet>`,
    "xl/sharedStrings.xml": `<sst>${shared.map((one) => `<si>${one}</si>`).join("")}</sst>`,
    "xl/worksheets/sheet1.xml": sheet,
    "xl/worksheets/sheet2.xml":
      "<worksheet><sheetData><row><c t='str'><v>hai</v></c></row></sheetData></worksheet>",
  });
}

/** An archive of stored files; `claims` lets one lie about how much it holds. */
export function zipOf(files: Readonly<Record<string, string>>, claims?: number): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const body = Buffer.from(text);
    const title = Buffer.from(name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(0x0800, 6);
    head.writeUInt32LE(crc32(body), 14);
    head.writeUInt32LE(body.length, 18);
    head.writeUInt32LE(body.length, 22);
    head.writeUInt16LE(title.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    head.copy(entry, 8, 6, 30);
    if (claims !== undefined) entry.writeUInt32LE(claims, 24);
    entry.writeUInt32LE(offset, 42);
    parts.push(head, title, body);
    directory.push(entry, title);
    offset += head.length + title.length + body.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...parts, listed, end]));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
