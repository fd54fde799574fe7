// How an office writes was decided once for each kind; a word that was given up for a better one does not come back.
/** language → [the word given up, as a regular expression; what is written instead]. */
export const givenUp = {
  vi: [
    ["quản trị xã", "quản trị viên"],
    ["kiểm(?! tra| soát| đếm)", "kiểm tra"],
    ["(?<!sao )chép", "sao chép"],
    ["giúp", "hỗ trợ"],
    ["gõ", "nhập"],
    ["(tới|đến) được máy chủ", "kết nối được với máy chủ"],
    ["hỏi máy chủ ngay|hỏi lại số liệu", "cập nhật ngay, tải lại"],
    ["người trông( máy chủ)?", "người phụ trách máy chủ"],
    ["Wi-Fi đòi", "Wi-Fi yêu cầu"],
    ["\\d+ ngày liền|ngày liền(?! kề)", "ngày liên tiếp"],
    ["xong trễ", "hoàn tất trễ"],
    ["thôi (kiểm tra|không nhờ|dùng)", "ngừng, hủy"],
    ["lấy lại", "khôi phục"],
    ["cất mục", "bỏ khỏi danh sách"],
    ["đúng khuôn", "đúng định dạng"],
    ["chưa hứa|nhờ trình duyệt", "chưa bảo đảm, yêu cầu trình duyệt"],
    ["người làm phần mềm", "bộ phận kỹ thuật của phần mềm"],
    ["chưa vào được", "chưa đăng nhập được"],
    ["màn hình tối", "màn hình đếm giờ"],
    ["\\d{4}-\\d{2}(-\\d{2})?", "ngày/tháng/năm"],
  ],
  en: [
    ["mend(s|ed|ing)?", "fix"],
    ["anew", "again"],
    ["for ever", "permanently"],
    ["long silent", "no recent update"],
    ["told as far as", "escalated to"],
    ["someone of", "a colleague"],
    ["written at", "recorded at"],
    ["written good", "marked good"],
    ["(with|without) a link|no link", "online, offline"],
    ["as the device", "same as device"],
    ["(?<!paper |asset |health |check )book", "logbook"],
    ["acknowledged|being worked on|under way", "accepted, in progress"],
    ["(?<!one )tap", "press"],
    ["\\d{4}-\\d{2}(-\\d{2})?", "day/month/year"],
  ],
};

/** The first given-up word in a sentence, with what is written instead; undefined where there is none. */
export const givenUpIn = (language, sentence) =>
  givenUp[language]?.find(([word]) =>
    new RegExp(`(?<![\\p{L}\\d])(?:${word})(?![\\p{L}\\d])`, "iu").test(sentence),
  );
