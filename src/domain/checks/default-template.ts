/**
 * The start-of-day check a new commune begins with, from Section 3.4c of the plan of xã Nghĩa Thọ, the equipment
 * of commune centres and known failures (`domain.md` e). It is content: each commune edits its own copy.
 */

export type TemplateItem = {
  /** Answers are kept by it for ever: never reuse one for another thing. */
  id: string;
  group: string;
  name: string;
  /** As it reads within a list of names on the summary sheet. */
  short: string;
  /** The one thing of the register that the item is about; null for several things, people, software, papers. */
  equipmentKey: string | null;
};

export type TemplateGroup = { id: string; name: string; short: string };

export type DefaultTemplate = {
  name: string;
  dueTime: string;
  opensTime: string;
  groups: TemplateGroup[];
  /** In the order of the screen; a group's items stand together. */
  items: TemplateItem[];
};

export const defaultTemplate: DefaultTemplate = {
  name: "Kiểm tra đầu giờ",
  dueTime: "07:30",
  opensTime: "06:00",
  groups: [
    { id: "power", name: "Điện", short: "Điện" },
    { id: "network", name: "Đường truyền", short: "Đường truyền" },
    { id: "computers", name: "Máy tính", short: "Máy tính" },
    { id: "printing", name: "Máy in, máy quét", short: "In, quét" },
    { id: "hall", name: "Sảnh đón tiếp", short: "Sảnh" },
    { id: "systems", name: "Phần mềm, hệ thống", short: "Phần mềm" },
    { id: "signing", name: "Ký số", short: "Ký số" },
    { id: "security", name: "An toàn thông tin", short: "An toàn" },
    { id: "people", name: "Người trực", short: "Người trực" },
    { id: "papers", name: "Giấy tờ, mẫu đơn", short: "Giấy tờ" },
  ],
  items: [
    { id: "mains", group: "power", name: "Điện lưới", short: "điện lưới", equipmentKey: "mains" },
    { id: "ups", group: "power", name: "Bộ lưu điện", short: "bộ lưu điện", equipmentKey: "ups" },
    { id: "lights", group: "power", name: "Đèn, quạt, điều hòa", short: "đèn quạt", equipmentKey: "lights" },
    {
      id: "main-line",
      group: "network",
      name: "Đường truyền chính (cáp quang)",
      short: "cáp quang",
      equipmentKey: "main-line",
    },
    {
      id: "backup-line",
      group: "network",
      name: "Đường dự phòng 4G",
      short: "4G dự phòng",
      equipmentKey: "backup-line",
    },
    {
      id: "state-network",
      group: "network",
      name: "Mạng chuyên dùng nối tỉnh",
      short: "mạng tỉnh",
      equipmentKey: "state-network",
    },
    { id: "wifi", group: "network", name: "Wi-Fi cho người dân", short: "Wi-Fi", equipmentKey: "wifi" },
    {
      id: "counter-computers",
      group: "computers",
      name: "Máy tính các quầy: lên máy, đúng ngày giờ",
      short: "máy các quầy",
      equipmentKey: null,
    },
    {
      id: "self-service",
      group: "computers",
      name: "Máy tính người dân tự phục vụ",
      short: "máy tự phục vụ",
      equipmentKey: "self-service",
    },
    {
      id: "printer-1",
      group: "printing",
      name: "Máy in quầy 1",
      short: "máy in quầy 1",
      equipmentKey: "printer-1",
    },
    {
      id: "printer-2",
      group: "printing",
      name: "Máy in quầy 2",
      short: "máy in quầy 2",
      equipmentKey: "printer-2",
    },
    {
      id: "scanner-1",
      group: "printing",
      name: "Máy quét quầy 1",
      short: "máy quét",
      equipmentKey: "scanner-1",
    },
    {
      id: "copier",
      group: "printing",
      name: "Máy photocopy",
      short: "máy photocopy",
      equipmentKey: "copier",
    },
    {
      id: "queue-machine",
      group: "hall",
      name: "Máy lấy số, màn hình gọi số",
      short: "máy lấy số",
      equipmentKey: "queue-machine",
    },
    { id: "kiosk", group: "hall", name: "Ki-ốt tra cứu", short: "ki-ốt", equipmentKey: "kiosk" },
    { id: "cameras", group: "hall", name: "Camera đang ghi hình", short: "camera", equipmentKey: "cameras" },
    {
      id: "one-stop-system",
      group: "systems",
      name: "Hệ thống một cửa của tỉnh: đăng nhập được",
      short: "một cửa",
      equipmentKey: null,
    },
    {
      id: "national-portal",
      group: "systems",
      name: "Cổng Dịch vụ công quốc gia, thanh toán",
      short: "cổng quốc gia",
      equipmentKey: null,
    },
    {
      id: "vneid",
      group: "systems",
      name: "VNeID, đầu đọc căn cước",
      short: "VNeID",
      equipmentKey: "id-reader",
    },
    {
      id: "document-system",
      group: "systems",
      name: "Phần mềm văn bản, thư công vụ",
      short: "văn bản",
      equipmentKey: null,
    },
    {
      id: "signing-tokens",
      group: "signing",
      name: "USB ký số: đủ, máy nhận, chưa sắp hết hạn",
      short: "chữ ký số",
      equipmentKey: null,
    },
    {
      id: "safety",
      group: "security",
      name: "Không có USB lạ, tin nhắn lạ; màn hình có khóa",
      short: "an toàn",
      equipmentKey: null,
    },
    {
      id: "staff",
      group: "people",
      name: "Đủ người ở quầy, có quầy ưu tiên và người hướng dẫn",
      short: "người trực",
      equipmentKey: null,
    },
    {
      id: "forms",
      group: "papers",
      name: "Danh mục đã niêm yết, đủ mẫu đơn và mẫu giấy dự phòng",
      short: "mẫu đơn",
      equipmentKey: null,
    },
  ],
};
