import type { ContactLevel } from "#domain/contacts/contact-kinds.ts";
import type { Deed, DeedChange } from "./deed.ts";

type Line = readonly [system: string, level: ContactLevel, name: string, hours?: string];

const officeHours = "7:00–17:00, thứ Hai–thứ Sáu";

/** Whom the sample commune calls: posts and no people; the numbers belong to nobody. */
const lines: readonly Line[] = [
  ["any", "team", "Trực Tổ ứng cứu"],
  ["any", "team", "Tổ trưởng Tổ ứng cứu", "Sau giờ hành chính"],
  ["any", "commune", "Phó Chủ tịch phụ trách"],
  ["any", "police", "Trực ban Công an xã"],
  ["any", "province", "Tổng đài hỗ trợ của tỉnh", officeHours],
  ["network", "vendor", "Trực kỹ thuật nhà mạng"],
  ["network", "province", "Trung tâm dữ liệu của tỉnh"],
  ["power", "vendor", "Điện lực, số báo mất điện"],
  ["tthc", "province", "Hỗ trợ hệ thống một cửa của tỉnh", officeHours],
  ["tthc", "vendor", "Hỗ trợ kỹ thuật phần mềm một cửa", officeHours],
  ["portal", "owner", "Tổng đài Cổng dịch vụ công"],
  ["signing", "owner", "Hỗ trợ chứng thư số", officeHours],
  ["vneid", "owner", "Tổng đài VNeID"],
  ["civil-status", "owner", "Hỗ trợ phần mềm hộ tịch", officeHours],
  ["documents", "province", "Hỗ trợ quản lý văn bản của tỉnh", officeHours],
];

/** The contact ladder, as the response team filled it in at the start. */
export function contactHistory(begin: number): Deed {
  return {
    at: begin + 2 * 3_600_000,
    delayMs: 30_000,
    account: "ungcuu1",
    action: "contact.edit",
    changes: lines.map(
      ([system, level, name, hours], at): DeedChange => ({
        c: "create",
        k: "contact",
        id: `contact-${at + 1}`,
        f: { system, level, order: at, ...(hours ? { hours } : {}) },
        p: { name, phone: `0900 000 ${String(at + 1).padStart(3, "0")}` },
      }),
    ),
  };
}
