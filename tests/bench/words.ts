/** A number from 0 up to 1, the same series for the same seed (Mulberry32). */
export function generator(seed: number): () => number {
  let state = seed * 2654435761;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const split = (text: string) => text.split("|");
const titles = split("bà|ông|chị|anh|cụ|cô|bác|em");
const families = split(
  "Hoàng|Nông|Triệu|Lý|Bế|Nguyễn|Trần|Lê|Phạm|Vi|Lò|Quàng|Cà|Tòng|Lương|Hà|Đinh|Bùi|Y|A",
);
const middles = split("Thị|Văn|Mùi|A|Đức|Hữu|Thị Hồng|Ngọc|Minh|Xuân|Thanh|Quốc|");
const givens = split(
  "Lụa|Thiện|Pham|Sình|Ngoan|Hương|Tuấn|Mai|Sơn|Hạnh|Bình|Cường|Dung|Giang|Hải|Khánh|Loan|Nam|Oanh|Phúc|Quyên|Sáng|Thơm|Uyên|Vượng|Yến|Chiến|Đào|Én|Ích",
);
const things = split(
  "VNeID|hồ sơ khai sinh|thẻ bảo hiểm y tế|sổ đỏ|căn cước|tiền điện|học phí của cháu|trợ cấp tuổi già|chữ ký số|giấy xác nhận cư trú|đăng ký kết hôn|sổ sức khoẻ điện tử|tài khoản ngân hàng|hồ sơ vay vốn|giấy phép xây dựng|lý lịch tư pháp|mã định danh|vé xe buýt",
);
const troubles = split(
  "quên mật khẩu|máy hết bộ nhớ|không nhận được mã OTP|sai ngày sinh trong dữ liệu|chưa hiện sau khi nộp|bị trả lại vì thiếu ảnh|màn hình vỡ nên khó bấm|sim đứng tên con|hệ thống báo lỗi 500|ảnh chụp bị mờ|nộp nhầm xã cũ|hết hạn từ tháng trước|lần đầu làm nên còn bỡ ngỡ|muốn hỏi phí|nghe người ta nói phải làm lại|đã làm ở thôn bên mà chưa xong",
);
const deeds = split(
  "đã hướng dẫn từng bước|cho làm thử lại một lần|cài lại ứng dụng|xoá bớt ảnh cũ|gọi tổng đài 1022 hỏi giúp|chụp lại giấy tờ|in giấy hẹn|ra đầu xóm mới có sóng|mượn máy của tổ|ghi tay để tối nhập|đối chiếu với sổ của trưởng thôn|chuyển về Trung tâm",
);
const ends = split(
  "hẹn thứ Năm quay lại|con trai ở nhà sẽ giúp tiếp|dặn gọi số của tổ khi cần|xong, bà con cảm ơn|chưa xong, chờ bên công an|mang căn cước ra Trung tâm|tuần sau kiểm tra lại|đã nhận kết quả|còn thiếu chữ ký|trời mưa nên về sớm",
);

/** A note as people write it: whom, what, why, what was done; no two quite alike, so that they pack as real ones do. */
export function noteOf(random: () => number): string {
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? "";
  const number = (below: number) => Math.floor(random() * below);
  const name = [pick(titles), pick(families), pick(middles), pick(givens)].filter(Boolean).join(" ");
  const where = random() < 0.4 ? ` (nhà số ${1 + number(300)})` : "";
  const when = random() < 0.3 ? `, lúc ${7 + number(11)}h${String(number(60)).padStart(2, "0")}` : "";
  const code = random() < 0.25 ? ` mã hồ sơ ${number(1e9).toString().padStart(9, "0")}` : "";
  const second = random() < 0.5 ? `, ${pick(deeds)}` : "";
  return `${name}${where}: ${pick(things)}${code} – ${pick(troubles)}${when}; ${pick(deeds)}${second}; ${pick(ends)}.`;
}
