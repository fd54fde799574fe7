import { addDays } from "#kernel/calendar.ts";
import type { JsonObject } from "#kernel/json.ts";
import type { DraftChange } from "#sync/commit.ts";

/** Visits as a village team writes them: about 540 bytes each on the wire, notes in Vietnamese. */
export interface Visit {
  readonly id: string;
  readonly fields: JsonObject;
  readonly note: string;
}

const sorts = ["vneid", "file", "follow", "payment", "signature", "papers", "health"];
const results = ["done", "done", "done", "partly", "toCentre", "noNetwork"];
const people = [
  "bà Hoàng Thị Lụa",
  "ông Nông Văn Thiện",
  "chị Triệu Mùi Pham",
  "anh Lý A Sình",
  "cụ Bế Thị Ngoan",
];
const needs = [
  "quên mật khẩu VNeID nên chưa nộp được hồ sơ khai sinh cho cháu",
  "điện thoại hết bộ nhớ, đã xoá bớt ảnh rồi cài lại ứng dụng",
  "hỏi cách tra cứu tình trạng hồ sơ đất đai đã nộp hôm trước",
  "cần thanh toán tiền điện qua mạng, lần đầu làm nên còn bỡ ngỡ",
  "sổ sức khoẻ điện tử chưa hiện thẻ bảo hiểm y tế mới đổi",
];
const ends = [
  "đã hướng dẫn từng bước và cho làm thử lại một lần.",
  "sóng yếu phải ra đầu xóm mới gửi được, hẹn thứ Năm quay lại.",
  "đã ghi giấy hẹn, mang căn cước ra Trung tâm để kích hoạt mức hai.",
  "con trai ở nhà sẽ giúp tiếp, dặn gọi số của tổ khi cần.",
];

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** The same visits for the same seed, of the last `days` days up to today. */
export function visits(
  seed: number,
  count: number,
  villages: readonly string[],
  today: string,
  days = 1,
): Visit[] {
  const random = generator(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  return Array.from({ length: count }, (_, i) => ({
    id: `vb${String(seed).padStart(3, "0")}${String(i).padStart(5, "0")}${randomText(random, 13)}`,
    fields: {
      day: addDays(today, -(i % days)),
      village: pick(villages),
      sort: pick(sorts),
      form: random() < 0.6 ? "home" : "hall",
      result: pick(results),
      people: 1 + Math.floor(random() * 3),
      minutes: 5 * (1 + Math.floor(random() * 8)),
      ...(random() < 0.5 ? { groups: { elderly: 1 } } : {}),
    },
    note: `Nhà ${pick(people)}: ${pick(needs)}; ${pick(ends)}`,
  }));
}

/** What a village team saves on three days without a link: visits, every second one with a note, "+1" and corrections. */
export function offlineDeeds(
  seed: number,
  count: number,
  villages: readonly string[],
  today: string,
): { action: "support.visit" | "support.tally" | "support.edit"; changes: DraftChange[] }[] {
  return visits(seed, count, villages, today, 3).map(({ id, fields, note }, i, all) => {
    const change = { kind: "supportVisit", id };
    const earlier = all[i - 3];
    if (i % 5 === 3 && earlier) {
      const corrected = { kind: "supportVisit", id: earlier.id, fields: { result: "done", minutes: 25 } };
      return { action: "support.edit", changes: [{ c: "set", ...corrected }] };
    }
    if (i % 5 === 4) {
      const { groups: _none, minutes: _unknown, ...counted } = fields;
      return {
        action: "support.tally",
        changes: [{ c: "create", ...change, fields: { ...counted, people: 1, tally: true } }],
      };
    }
    const withNote = i % 2 === 0 ? { ...fields, note } : fields;
    return { action: "support.visit", changes: [{ c: "create", ...change, fields: withNote }] };
  });
}

function randomText(random: () => number, length: number): string {
  let text = "";
  for (let i = 0; i < length; i++) text += alphabet[Math.floor(random() * 32)];
  return text;
}

/** Mulberry32. */
function generator(seed: number): () => number {
  let state = seed * 2654435761;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
