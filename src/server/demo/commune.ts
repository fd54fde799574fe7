/**
 * The sample commune "Xã Mẫu": units by the canonical table of `domain.md` b, plain-numbered xóm, a register of
 * equipment as press reports describe commune centres, and accounts named by role. It names no person.
 */
import type { Role } from "#domain/rights.ts";

export type SeedUnit = { key: string; name: string; short: string; aliases: string[] };
export type SeedVillage = { key: string; name: string };
export type SeedSite = { key: string; name: string; short: string; village?: string };
export type SeedEquipment = {
  key: string;
  code: string;
  name: string;
  place: string;
  counter: number | null;
  kind:
    | "power"
    | "network"
    | "computer"
    | "printer"
    | "scanner"
    | "copier"
    | "queue"
    | "kiosk"
    | "screen"
    | "tablet"
    | "camera"
    | "phone"
    | "reader";
  /** Key of a site. */
  site: string;
  /** Items of the default check template that look at this thing. */
  items: string[];
};
export type SeedAccount = {
  account: string;
  name: string;
  roles: Role[];
  /** Key of a unit; null for someone outside the commune. */
  unit: string | null;
  villages: string[];
  sites: string[];
};

export const sampleCommune = {
  name: "Xã Mẫu",
  code: "XM",
  villageWord: "xóm",
  sample: true,
  opensAt: "07:30",
};

export const sampleUnits: SeedUnit[] = [
  {
    key: "ubnd",
    name: "UBND xã",
    short: "UBND",
    aliases: ["UBND", "Ủy ban nhân dân", "Uỷ ban nhân dân", "Ủy ban nhân dân xã", "Uỷ ban nhân dân xã"],
  },
  {
    key: "vh-xh",
    name: "Phòng Văn hóa - Xã hội",
    short: "Phòng VH-XH",
    aliases: ["Phòng VH-XH", "VHXH", "phòng Văn hoá – Xã hội", "Phòng Văn hóa - Xã hội xã"],
  },
  {
    key: "pvhcc",
    name: "Trung tâm Phục vụ hành chính công",
    short: "Trung tâm PVHCC",
    aliases: [
      "Trung tâm Phục vụ HCC",
      "Trung tâm PVHCC",
      "Trung tâm phục vụ Hành chính công",
      "Trung tâm Phục vụ hành chính công xã",
      "Bộ phận một cửa",
    ],
  },
  {
    key: "van-phong",
    name: "Văn phòng HĐND và UBND",
    short: "Văn phòng",
    aliases: [
      "Văn phòng HĐND&UBND",
      "Văn phòng HĐND-UBND",
      "Văn phòng HĐND - UBND",
      "Văn phòng HĐND&UBND xã",
    ],
  },
  {
    key: "kinh-te",
    name: "Phòng Kinh tế",
    short: "Phòng Kinh tế",
    aliases: ["phòng Kinh tế", "Phòng Kinh tế xã"],
  },
  { key: "cong-an", name: "Công an xã", short: "Công an xã", aliases: ["Công an"] },
  {
    key: "ung-cuu",
    name: "Tổ ứng cứu",
    short: "Tổ ứng cứu",
    aliases: ["Đội hỗ trợ chuyển đổi số phản ứng nhanh", "Tổ ứng cứu công nghệ", "Tổ Ứng cứu cấp xã"],
  },
];

export const sampleVillages: SeedVillage[] = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => ({
  key: `xom-${number}`,
  name: `Xóm ${number}`,
}));

export const sampleSites: SeedSite[] = [
  { key: "centre", name: "Trung tâm Phục vụ hành chính công", short: "Trung tâm PVHCC" },
  {
    key: "satellite-5",
    name: "Điểm tiếp nhận Nhà văn hóa Xóm 5",
    short: "Nhà văn hóa Xóm 5",
    village: "xom-5",
  },
];

type EquipmentRow = [
  key: string,
  name: string,
  place: string,
  kind: SeedEquipment["kind"],
  ...items: string[],
];

const register = (site: string, rows: EquipmentRow[], from: number): SeedEquipment[] =>
  rows.map(([key, name, place, kind, ...items], index) => {
    const counter = /^Quầy (\d+)$/.exec(place)?.[1];
    return {
      key,
      code: `${sampleCommune.code}-${String(from + index).padStart(3, "0")}`,
      name,
      place,
      counter: counter ? Number(counter) : null,
      kind,
      site,
      items,
    };
  });

const centreRows: EquipmentRow[] = [
  ["mains", "Tủ điện tổng", "Phòng kỹ thuật", "power", "mains"],
  ["ups", "Bộ lưu điện các quầy", "Phòng kỹ thuật", "power", "ups"],
  ["ups-network", "Bộ lưu điện tủ mạng", "Tủ mạng", "power", "ups"],
  ["lights", "Đèn, quạt, điều hòa sảnh", "Sảnh", "power", "lights"],
  ["computer-1", "Máy tính quầy 1", "Quầy 1", "computer", "counter-computers"],
  ["computer-2", "Máy tính quầy 2", "Quầy 2", "computer", "counter-computers"],
  ["computer-3", "Máy tính quầy 3", "Quầy 3", "computer", "counter-computers"],
  ["computer-4", "Máy tính quầy 4", "Quầy 4", "computer", "counter-computers"],
  ["self-service", "Máy tính tự phục vụ 1", "Sảnh", "computer", "self-service"],
  ["self-service-2", "Máy tính tự phục vụ 2", "Sảnh", "computer", "self-service"],
  ["meeting-computer", "Máy tính họp trực tuyến", "Phòng họp", "computer"],
  ["meeting-screen", "Màn hình họp trực tuyến", "Phòng họp", "screen"],
  ["printer-1", "Máy in quầy 1", "Quầy 1", "printer", "printer-1"],
  ["printer-2", "Máy in quầy 2", "Quầy 2", "printer", "printer-2"],
  ["printer-spare", "Máy in dự phòng", "Phòng kỹ thuật", "printer"],
  ["scanner-1", "Máy quét quầy 1", "Quầy 1", "scanner", "scanner-1"],
  ["scanner-3", "Máy quét quầy 3", "Quầy 3", "scanner"],
  ["copier", "Máy photocopy", "Sau quầy", "copier", "copier"],
  ["queue-machine", "Máy lấy số", "Sảnh", "queue", "queue-machine"],
  ["queue-screen", "Màn hình gọi số", "Sảnh", "screen", "queue-machine"],
  ["kiosk", "Ki-ốt tra cứu", "Sảnh", "kiosk", "kiosk"],
  ["wifi", "Bộ phát Wi-Fi cho người dân", "Sảnh", "network", "wifi"],
  ["satisfaction", "Máy tính bảng đánh giá hài lòng", "Sảnh", "tablet"],
  ["cameras", "Đầu ghi và camera", "Phòng kỹ thuật", "camera", "cameras"],
  ["hotline", "Điện thoại đường dây nóng", "Quầy 1", "phone"],
  ["id-reader", "Đầu đọc căn cước quầy 1", "Quầy 1", "reader", "vneid"],
  ["id-reader-2", "Đầu đọc căn cước quầy 2", "Quầy 2", "reader", "vneid"],
  ["switch", "Bộ chuyển mạch", "Tủ mạng", "network"],
  ["backup-line", "Bộ phát 4G dự phòng", "Tủ mạng", "network", "backup-line"],
  ["state-network", "Thiết bị mạng chuyên dùng nối tỉnh", "Tủ mạng", "network", "state-network"],
  ["main-line", "Đường truyền chính, cáp quang", "Tủ mạng", "network", "main-line"],
];

const satelliteRows: EquipmentRow[] = [
  ["satellite-computer", "Máy tính điểm tiếp nhận", "Nhà văn hóa Xóm 5", "computer"],
  ["satellite-printer", "Máy in, quét điểm tiếp nhận", "Nhà văn hóa Xóm 5", "printer"],
  ["satellite-4g", "Bộ phát 4G điểm tiếp nhận", "Nhà văn hóa Xóm 5", "network"],
];

export const sampleEquipment: SeedEquipment[] = [
  ...register("centre", centreRows, 1),
  ...register("satellite-5", satelliteRows, centreRows.length + 1),
];

export const sampleAccounts: SeedAccount[] = [
  {
    account: "motcua1",
    name: "Cán bộ một cửa 1",
    roles: ["centre"],
    unit: "pvhcc",
    villages: [],
    sites: ["centre"],
  },
  {
    account: "motcua2",
    name: "Cán bộ một cửa 2",
    roles: ["centre"],
    unit: "pvhcc",
    villages: [],
    sites: ["centre", "satellite-5"],
  },
  {
    account: "tocns1",
    name: "Tổ CNSCĐ Xóm 1",
    roles: ["village"],
    unit: null,
    villages: ["xom-1"],
    sites: [],
  },
  {
    account: "tocns2",
    name: "Tổ CNSCĐ Xóm 2",
    roles: ["village"],
    unit: null,
    villages: ["xom-2"],
    sites: [],
  },
  {
    account: "ungcuu1",
    name: "Tổ ứng cứu 1",
    roles: ["responder"],
    unit: "ung-cuu",
    villages: [],
    sites: [],
  },
  { account: "congan1", name: "Công an xã 1", roles: ["security"], unit: "cong-an", villages: [], sites: [] },
  {
    account: "vhxh1",
    name: "Cán bộ Văn hóa - Xã hội 1",
    roles: ["coordinator"],
    unit: "vh-xh",
    villages: [],
    sites: [],
  },
  { account: "kinhte1", name: "Cán bộ Kinh tế 1", roles: ["unit"], unit: "kinh-te", villages: [], sites: [] },
  {
    account: "vanphong1",
    name: "Cán bộ Văn phòng 1",
    roles: ["unit"],
    unit: "van-phong",
    villages: [],
    sites: [],
  },
  { account: "chutich1", name: "Chủ tịch UBND xã", roles: ["leader"], unit: "ubnd", villages: [], sites: [] },
  {
    account: "quantri1",
    name: "Quản trị viên",
    roles: ["admin"],
    unit: "van-phong",
    villages: [],
    sites: [],
  },
  {
    account: "tinh1",
    name: "Tổ hỗ trợ của tỉnh 1",
    roles: ["province"],
    unit: null,
    villages: [],
    sites: [],
  },
];
