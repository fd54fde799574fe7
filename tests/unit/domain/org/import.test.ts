import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guessColumns, linesOf } from "#domain/org/import/import-columns.ts";
import { type EquipmentLine, planEquipment } from "#domain/org/import/import-equipment.ts";
import { accountFrom, type KnownOrg, type PersonLine, planPeople } from "#domain/org/import/import-people.ts";
import type { Person } from "#domain/org/org-kinds.ts";

const person = (account: string, name: string, part: Partial<Person> = {}) => ({
  id: `p-${account}`,
  body: { name, account, roles: ["centre"], units: [], villages: [], active: true, ...part } as Person,
});
const known: KnownOrg = {
  commune: "Phường Mẫu",
  people: [
    person("motcua1", "Cán bộ một cửa 1", { units: ["centre"] }),
    person("cu", "Người cũ", { active: false }),
    person("lannt", "Nguyễn Thị Lan"),
  ],
  units: [
    { id: "centre", body: { name: "Trung tâm Phục vụ hành chính công", aliases: ["Trung tâm PVHCC"] } },
    { id: "economy", body: { name: "Phòng Kinh tế, Hạ tầng và Đô thị" } },
    { id: "culture", body: { name: "Phòng Văn hóa - Xã hội" } },
  ],
  villages: [
    { id: "v1", body: { name: "Tổ dân phố 1" } },
    { id: "old", body: { name: "Xóm Cũ", mergedInto: "v1" } },
  ],
  sites: [
    { id: "main", body: { name: "Trung tâm Phục vụ hành chính công", short: "Trung tâm" } },
    { id: "sub", body: { name: "Điểm tiếp nhận Hòa Sơn, cụm 2" } },
    { id: "before", body: { name: "Ki-ốt chợ Ea H'leo", closedOn: "2026-03-01" } },
    { id: "kiosk", body: { name: "Ki-ốt chợ Ea H'leo" } },
    { id: "gone", body: { name: "Bưu cục cũ", closedOn: "2026-01-31" } },
    { id: "twin-a", body: { name: "Nhà văn hóa" } },
    { id: "twin-b", body: { name: "Nhà văn hoá" } },
  ],
};
const line = (at: number, part: Partial<PersonLine>): PersonLine => ({
  ...{
    line: at,
    name: `Người ${at}`,
    account: `nguoi${at}`,
    roles: "một cửa",
    units: "",
    villages: "",
    sites: "",
  },
  ...part,
});
const plan = (...parts: Partial<PersonLine>[]) =>
  planPeople(
    parts.map((part, at) => line(at + 2, part)),
    known,
  );

describe("people from a spreadsheet", () => {
  it("reads roles, units whose names hold commas, and villages by their old names", () => {
    const [one] = plan({
      roles: "Công an xã; tổ ứng cứu",
      units: "Phòng Kinh tế, Hạ tầng và Đô thị, Phòng Văn hoá – Xã hội; Trung tâm PVHCC",
      villages: "xom cu",
    });
    expect(one).toMatchObject({
      state: "new",
      roles: ["security", "responder"],
      units: ["economy", "culture", "centre"],
      villages: ["v1"],
      wrong: [],
    });
  });

  it("reads several sites in one cell, by name or short name, however they are accented", () => {
    const planned = plan(
      { sites: "trung tam; Điểm tiếp nhận Hoà Sơn, cụm 2" },
      { sites: "Điểm tiếp nhận Hòa Sơn, cụm 2, Trung tâm Phục vụ hành chính công phường Mẫu" },
      { sites: "TRUNG TÂM\nki-ốt chợ Ea H’leo\nTrung tâm" },
      { sites: "  " },
    );
    expect(planned.map((one) => one.sites)).toEqual([
      ["main", "sub"],
      ["sub", "main"],
      // The kiosk of today, and not the one of before that bore its name.
      ["main", "kiosk"],
      [],
    ]);
    expect(planned.every((one) => one.state === "new" && one.look.length === 0)).toBe(true);
  });

  it("refuses a site that nobody knows or two are called, and points out one that has closed", () => {
    const planned = plan(
      { sites: "Trung tâm; Bưu điện xã" },
      { sites: "nhà văn hóa" },
      { sites: "bưu cục cũ" },
    );
    expect(planned.map(({ state, wrong, look }) => [state, ...wrong, ...look])).toEqual([
      ["wrong", { code: "site-unknown", value: "Bưu điện xã" }],
      ["wrong", { code: "site-many", value: "nhà văn hóa" }],
      ["new", { code: "site-closed", value: "Bưu cục cũ" }],
    ]);
  });

  it("tells a change of sites from an empty cell", () => {
    const people = [person("motcua2", "Người 2", { sites: ["sub", "main"] })];
    const states = (sites: string) =>
      planPeople([line(2, { account: "motcua2", sites })], { ...known, people }).map((one) => one.changes);
    expect(states("Trung tâm; Điểm tiếp nhận Hòa Sơn, cụm 2")).toEqual([[]]);
    expect(states("")).toEqual([[]]);
    expect(states("Trung tâm")).toEqual([["sites"]]);
  });

  it("names each thing that is wrong, with its line", () => {
    const planned = plan(
      { name: " ", account: "" },
      { account: "có dấu cách", roles: "" },
      { units: "Phòng Tài chính, Phòng Văn hóa - Xã hội", villages: "Xóm 9" },
      { account: "Trùng" },
      { account: "trùng " },
      { account: "cu", roles: "giám đốc" },
    );
    expect(
      planned.map((one) => one.wrong.map(({ code, value, line: other }) => [code, value, other])),
    ).toEqual([
      [["name-missing", undefined, undefined]],
      [
        ["account-shape", "có dấu cách", undefined],
        ["role-missing", undefined, undefined],
      ],
      [
        ["unit-unknown", "Phòng Tài chính", undefined],
        ["village-unknown", "Xóm 9", undefined],
      ],
      [],
      [["account-twice", "trùng", 5]],
      [
        ["account-closed", "cu", undefined],
        ["role-unknown", "giám đốc", undefined],
      ],
    ]);
    expect(planned.map((one) => one.state)).toEqual(["wrong", "wrong", "wrong", "new", "wrong", "wrong"]);
  });

  it("knows who is there already, and what a line would change", () => {
    const [same, differs, twin] = plan(
      { account: "MOTCUA1", name: "Cán bộ một cửa 1", roles: "centre" },
      {
        account: "motcua1",
        name: "Cán bộ một cửa 1",
        roles: "centre, quản trị",
        units: "Phòng Văn hóa - Xã hội",
      },
      { account: "khac", name: "nguyễn thị LAN" },
    );
    expect(same).toMatchObject({ state: "same", id: "p-motcua1", changes: [] });
    expect(differs).toMatchObject({ state: "wrong", changes: ["roles", "units"] });
    expect(twin).toMatchObject({ state: "new", look: [{ code: "name-known", value: "lannt" }] });
  });

  it("gives an account to a line without one, the same on every reading", () => {
    expect(accountFrom("Nguyễn Thị Lan")).toBe("lannt");
    expect(accountFrom("Đặng Ưng Đỗ")).toBe("dodu");
    const planned = plan(
      { name: "Nguyễn Thị Lan", account: "" },
      { name: "Nguyễn Thanh Lan", account: "" },
      { name: "Ngô Tiến Lân", account: "" },
    );
    expect(planned.map((one) => [one.account, one.state])).toEqual([
      ["lannt", "same"],
      ["lannt2", "new"],
      ["lannt3", "new"],
    ]);
    // After the import the same file says nothing new.
    const after = {
      ...known,
      people: [...known.people, person("lannt2", "Nguyễn Thanh Lan"), person("lannt3", "Ngô Tiến Lân")],
    };
    const lines = planned.map((one) => line(one.line, { name: one.name, account: "" }));
    expect(planPeople(lines, after).map((one) => [one.account, one.state])).toEqual([
      ["lannt", "same"],
      ["lannt2", "same"],
      ["lannt3", "same"],
    ]);
  });

  it("never throws and never lets two lines take one account, whatever the cells hold", () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom("", "Nguyễn Thị Lan", "một cửa", ",;,", "Xóm Cũ"),
    );
    const lineArb = fc.record({
      name: cell,
      account: cell,
      roles: cell,
      units: cell,
      villages: cell,
      sites: cell,
    });
    fc.assert(
      fc.property(fc.array(lineArb, { maxLength: 12 }), (lines) => {
        const planned = planPeople(
          lines.map((one, at) => ({ ...one, line: at + 2 })),
          known,
        );
        expect(planned.map((one) => one.line)).toEqual(lines.map((_, at) => at + 2));
        const written = planned.filter((one) => one.state !== "wrong").map((one) => one.account);
        expect(new Set(written).size).toBe(written.length);
        for (const one of planned) expect(one.state === "wrong").toBe(one.wrong.length > 0);
      }),
    );
  });
});

describe("equipment from a spreadsheet", () => {
  const register = {
    equipment: [
      { id: "e1", body: { code: "XM-014", name: "Máy in quầy 2", place: "Quầy 2", site: "centre" } },
    ],
    sites: [{ id: "centre", body: { name: "Trung tâm Phục vụ hành chính công", short: "Trung tâm" } }],
  };
  const thing = (at: number, part: Partial<EquipmentLine>): EquipmentLine => ({
    ...{ line: at, code: `M-${at}`, name: "Máy", place: "", sort: "", site: "", note: "" },
    ...{ serial: "", supplier: "", warrantyUntil: "" },
    ...part,
  });

  it("knows a thing by its code, and an empty cell changes nothing", () => {
    const planned = planEquipment(
      [
        thing(2, { code: "xm-014", name: "Máy in quầy 2" }),
        thing(3, { code: "XM-015", site: "trung tâm" }),
        thing(4, { code: "XM-015" }),
        thing(5, { code: "", name: "" }),
        thing(6, { site: "Nhà văn hóa" }),
        thing(7, { site: "Trung tâm phục vụ hành chính công xã" }),
      ],
      register as never,
    );
    expect(planned.map((one) => one.state)).toEqual(["same", "new", "wrong", "wrong", "wrong", "new"]);
    expect(planned[5]).toMatchObject({ site: "centre" });
    expect(planned[1]).toMatchObject({ site: "centre" });
    expect(planned.flatMap((one) => one.wrong.map((note) => note.code))).toEqual([
      "code-twice",
      "code-missing",
      "name-missing",
      "site-unknown",
    ]);
    const [moved] = planEquipment(
      [thing(2, { code: "XM-014", name: "Máy in quầy 2", place: "Quầy 3" })],
      register as never,
    );
    expect(moved).toMatchObject({ state: "differs", changes: ["place"], id: "e1" });
  });

  it("reads the end of a warranty as people and as Excel write days", () => {
    const planned = planEquipment(
      ["31/12/2027", "1-2-2028", "01.03.2028", "2028-04-30", "", "hết 2027", "31/02/2027"].map((day, at) =>
        thing(at + 2, { warrantyUntil: day, serial: " SN 1 ", supplier: "Công ty A" }),
      ),
      register as never,
    );
    expect(planned.map((one) => one.warrantyUntil)).toEqual([
      ...["2027-12-31", "2028-02-01", "2028-03-01", "2028-04-30"],
      ...[null, null, null],
    ]);
    expect(planned.map((one) => one.state)).toEqual(["new", "new", "new", "new", "new", "wrong", "wrong"]);
    expect(planned[5]?.wrong).toEqual([{ code: "day-unknown", value: "hết 2027" }]);
    expect(planned[0]).toMatchObject({ serial: "SN 1", supplier: "Công ty A" });
    const heads = ["Mã tài sản", "Tên", "Số máy", "Nhà cung cấp", "Bảo hành đến ngày"];
    expect(guessColumns("equipment", [heads]).of).toMatchObject({
      ...{ code: 0, name: 1, serial: 2, supplier: 3, warrantyUntil: 4 },
    });
  });
});

describe("columns", () => {
  const rows = [
    ["DANH SÁCH CÁN BỘ XÃ", "", "", ""],
    ["STT", "Họ và tên", "Tên đăng nhập", "Vai trò", "Đơn vị", "Xóm/Thôn"],
    ["1", "Người một", "mot", "một cửa", "", ""],
    ["", "", "", "", "", ""],
    ["2", "Người hai", "hai", "một cửa", "", "Xóm 1"],
  ];

  it("are found by their headings, under a title and beside columns of no use", () => {
    const columns = guessColumns("people", rows);
    expect(columns).toMatchObject({
      header: 1,
      of: { name: 1, account: 2, roles: 3, units: 4, villages: 5 },
    });
    const lines = linesOf("people", rows, columns);
    expect(lines.map((one) => [one.line, one["name"], one["villages"]])).toEqual([
      [3, "Người một", ""],
      [5, "Người hai", "Xóm 1"],
    ]);
  });

  it("tell the sites somebody looks after from their villages", () => {
    const heads = (...cells: string[]) => guessColumns("people", [cells]).of;
    expect(heads("Họ tên", "Vai trò", "Địa bàn phụ trách", "Điểm phụ trách")).toMatchObject({
      villages: 2,
      sites: 3,
    });
    expect(heads("Họ tên", "Vai trò", "Điểm kiểm tra (nếu có)")).toMatchObject({ villages: -1, sites: 2 });
    expect(heads("Họ tên", "Quyền", "Xóm")).toMatchObject({ villages: 2, sites: -1 });
  });

  it("are not made up where no row names them", () => {
    expect(guessColumns("equipment", [["1", "2"], ["a"]])).toMatchObject({ header: -1, of: { code: -1 } });
  });
});

describe("letters that look the same", () => {
  it("find the person, the unit and the thing that are there", () => {
    const [one, two] = plan(
      { name: "Nguyễn\u00a0Thị\u200b Lan", account: "lаnnt", units: "Phòng\u00a0Văn hoá \u2013 Xã hội" },
      { account: "ｍｏｔｃｕａ１", name: "Cán bộ một cửa 1" },
    );
    expect(one).toMatchObject({ id: "p-lannt", name: "Nguyễn Thị Lan", units: ["culture"], wrong: [] });
    expect(two?.id).toBe("p-motcua1");
    const body = { code: "TB-012", name: "Máy in" } as never;
    const empty = { place: "", sort: "", site: "", serial: "", supplier: "", warrantyUntil: "", note: "" };
    const planned = planEquipment(
      [
        { ...empty, line: 2, code: "ТВ\u2011012\u200b", name: "Máy in" },
        { ...empty, line: 3, code: "TB\u00ad-013", name: "Máy\ufeff quét" },
        { ...empty, line: 4, code: "TB-013\u2060", name: "Máy quét" },
      ],
      { equipment: [{ id: "e1", body }], sites: [] },
    );
    expect(planned.map(({ state }) => state)).toEqual(["same", "new", "wrong"]);
    expect(planned[1]).toMatchObject({ code: "TB-013", name: "Máy quét" });
  });
});

describe("headings over two rows", () => {
  it("are found, and each column is called by both", () => {
    const rows = [
      ["DANH MỤC THIẾT BỊ"],
      ["STT", "Thiết bị", "", "Bảo hành", "", "Nơi đặt"],
      ["", "Mã số", "Tên", "Từ ngày", "Đến ngày", ""],
      ["1", "TB-1", "Máy in", "01/01/2026", "31/12/2027", "Quầy 1"],
    ];
    const columns = guessColumns("equipment", rows);
    expect(columns.header).toBe(2);
    expect(columns.of).toMatchObject({ code: 1, name: 2, warrantyUntil: 4, place: 5 });
    expect(columns.names[4]).toBe("Bảo hành Đến ngày");
    expect(linesOf("equipment", rows, columns)).toMatchObject([
      { line: 4, code: "TB-1", warrantyUntil: "31/12/2027" },
    ]);
  });

  it("are not made of a heading and the first line below it", () => {
    const rows = [
      ["Họ và tên", "Vai trò (*)", "Phòng (nếu có)"],
      ["Đơn vị", "một cửa", "Tên"],
    ];
    const columns = guessColumns("people", rows);
    expect(columns).toMatchObject({ header: 0, of: { name: 0, roles: 1, units: 2 } });
  });
});

describe("a day that is not all there", () => {
  it.each(["12/2027", "2027", "tháng 12/2027", "năm 2027", "6-2027"])("%s is asked for", (warrantyUntil) => {
    const empty = { place: "", sort: "", site: "", serial: "", supplier: "", note: "" };
    const [one] = planEquipment([{ ...empty, line: 2, code: "a", name: "b", warrantyUntil }], {
      equipment: [],
      sites: [],
    });
    expect(one).toMatchObject({ state: "wrong", wrong: [{ code: "day-missing", value: warrantyUntil }] });
  });
});
