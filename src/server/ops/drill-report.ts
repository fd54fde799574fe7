import type { Drill, DrillStep } from "./drill-note.ts";

/** The drill for whoever looks after the server, as a page that can be printed and filed. */
export function drillReport(drill: Drill, missing: number | null): string {
  const { backup, backupAt, bytes, at, tookMs, ok, steps } = drill;
  const lines = [
    "DIỄN TẬP KHÔI PHỤC SỔ TRỰC",
    `Lúc ${moment(at)}, mất ${Math.max(1, Math.round(tookMs / 1000))} giây`,
    `Bản sao lưu: ${backup}`,
    `Lập lúc ${moment(backupAt)} (cách lúc diễn tập ${ageOf(at - backupAt)}), ${number(Math.ceil(bytes / 1024))} kB`,
    "",
    ...steps.map((step, i) => `${step.ok ? "[ĐẠT]      " : "[KHÔNG ĐẠT]"} ${i + 1}. ${sentence(step)}`),
    "",
    ...(missing === null ? [] : [sinceThen(missing), ""]),
    ok
      ? "KẾT LUẬN: ĐẠT. Bản này khôi phục được. Sổ đang dùng không bị động tới."
      : "KẾT LUẬN: KHÔNG ĐẠT. Lập ngay một bản mới (npm run backup), diễn tập lại, và báo người phụ trách máy chủ.",
  ];
  return `${lines.join("\n")}\n`;
}

function sentence({ step, ok, facts }: DrillStep): string {
  const why = facts["why"] === undefined ? "" : ` (${facts["why"]})`;
  const count = (name: string) => number(Number(facts[name] ?? 0));
  const words: Record<DrillStep["step"], [passed: string, failed: string]> = {
    whole: ["Tệp sao lưu nguyên vẹn.", "Tệp sao lưu hỏng hoặc không đọc được."],
    counts: [
      `Đủ như lúc lập: ${count("communes")} xã, ${count("rows")} mục, ${count("ops")} thao tác.`,
      "Số lượng không khớp với lúc lập.",
    ],
    restored: [
      `Khôi phục vào thư mục tạm xong: ${count("communes")} xã, áp dụng ${count("erasuresApplied")} dấu xóa.`,
      "Không khôi phục được vào thư mục tạm.",
    ],
    sound: [
      "Cơ sở dữ liệu khôi phục nguyên vẹn, không thiếu mục nào.",
      "Cơ sở dữ liệu khôi phục không nguyên vẹn.",
    ],
    readable: [
      `Mọi mục đọc được; ${count("accounts")} tài khoản; xã nào cũng có người quản trị.`,
      "Có chỗ không đọc được hoặc xã không có người quản trị.",
    ],
    erased: [
      `Nội dung đã xóa theo yêu cầu không quay lại (${count("marks")} dấu xóa).`,
      "Nội dung đã xóa theo yêu cầu quay lại hoặc thiếu dấu xóa.",
    ],
    photos: [
      `Đủ ${count("photos")} ảnh trong thư mục attachments cạnh bản sao, ảnh nào cũng nguyên vẹn.`,
      "Ảnh trong thư mục attachments cạnh bản sao bị thiếu hoặc hỏng.",
    ],
  };
  return words[step][ok ? 0 : 1] + why;
}

function sinceThen(missing: number): string {
  return missing === 0
    ? "So với sổ đang dùng: không thiếu thao tác nào."
    : `So với sổ đang dùng: bản này chưa có ${number(missing)} thao tác ghi sau đó. Nếu phải khôi phục, các máy tự gửi lại khi có mạng.`;
}

const zone = "Asia/Ho_Chi_Minh";

function moment(ms: number): string {
  const at = new Date(ms);
  const time = at.toLocaleTimeString("vi-VN", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  const day = at.toLocaleDateString("vi-VN", {
    timeZone: zone,
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
  });
  return `${time} ngày ${day}`;
}

function ageOf(ms: number): string {
  const hours = Math.floor(ms / 3_600_000);
  if (hours >= 48) return `${Math.floor(hours / 24)} ngày`;
  return hours >= 1 ? `${hours} giờ` : `${Math.max(0, Math.floor(ms / 60_000))} phút`;
}

function number(value: number): string {
  return value.toLocaleString("vi-VN");
}
