import { type CommuneLevel, levelOf } from "../org/commune-level.ts";
import type { Scenario } from "./scenario-kinds.ts";

/**
 * The fallback scenarios a commune begins with (`domain.md` e): what to do when the service must go on without the thing
 * that has failed. They are content: each commune edits its own copy.
 */
export interface DefaultScenario extends Scenario {
  readonly key: string;
}

const receipt =
  "Giấy tiếp nhận hồ sơ và hẹn trả kết quả (mẫu giấy), sổ theo dõi hồ sơ, phiếu yêu cầu bổ sung hồ sơ.";

const written: readonly DefaultScenario[] = [
  {
    key: "line-down",
    title: "Mất đường truyền",
    groups: [1],
    trigger: "Từ hai quầy trở lên không vào được mạng quá 5 phút, đèn báo trên bộ định tuyến tắt hoặc đỏ.",
    steps: [
      "Xem nguồn và dây của bộ định tuyến; rút điện 30 giây rồi cắm lại, chỉ một lần.",
      "Bật bộ phát 4G dự phòng, nối máy quầy 1 và quầy ưu tiên trước.",
      "Không có 4G: chuyển các quầy sang tiếp nhận bằng giấy, ghi giờ bắt đầu.",
      "Gọi số báo hỏng của nhà mạng, ghi mã báo hỏng vào diễn biến sự cố.",
      "Quá 30 phút chưa có mạng: báo Tổ ứng cứu và lãnh đạo {{xa}}, chuyển tỉnh nếu hỏng mạng truyền số liệu chuyên dùng.",
    ],
    who: "Cán bộ trực quầy làm bước 1–3; Tổ ứng cứu gọi nhà mạng; Phó Chủ tịch phụ trách quyết định dừng quầy.",
    forms: receipt,
    message:
      "Đường truyền tại Trung tâm Phục vụ hành chính công đang gián đoạn. Hồ sơ vẫn được nhận bằng giấy và cấp giấy hẹn. Việc chưa gấp, bà con có thể đến vào buổi khác.",
    recovery:
      "Nhập hồ sơ giấy lên hệ thống theo thứ tự nhận, ngay trong ngày hoặc đầu giờ hôm sau; ghi đúng giờ nhận trên giấy hẹn; người nhập ký vào sổ.",
    order: 1,
  },
  {
    key: "power-cut",
    title: "Mất điện",
    groups: [2],
    trigger: "Mất điện lưới, bộ lưu điện đang kêu hoặc chỉ còn dưới 30 phút.",
    steps: [
      "Lưu và tắt máy ở các quầy không có người dân đang chờ; giữ một quầy và tủ mạng chạy bằng bộ lưu điện.",
      "Gọi điện lực hỏi giờ có điện lại, ghi vào diễn biến sự cố.",
      "Dưới 10 phút điện dự trữ: tắt máy đúng cách, chuyển sang giấy.",
      "Có máy phát: chỉ người được giao mới vận hành, đặt ngoài nhà.",
      "Có điện lại: chờ 5 phút cho ổn định rồi bật tủ mạng trước, máy quầy sau.",
    ],
    who: "Cán bộ trực; người được giao vận hành máy phát; Tổ ứng cứu.",
    forms: receipt,
    message:
      "Trung tâm đang mất điện. Các quầy nhận hồ sơ bằng giấy và hẹn trả kết quả. Điện lực báo có điện lại lúc … giờ.",
    recovery: "Nhập hồ sơ giấy theo thứ tự nhận khi có điện; kiểm tra ngày giờ của từng máy trước khi nhập.",
    order: 2,
  },
  {
    key: "province-system-down",
    title: "Hệ thống giải quyết thủ tục của tỉnh dừng",
    groups: [4, 7],
    trigger:
      "Không đăng nhập được hoặc treo quá 15 phút ở từ hai máy, trong khi các trang khác vẫn vào được.",
    steps: [
      "Thử ở một máy khác và bằng 4G để biết hỏng ở {{xa}} hay ở tỉnh.",
      "Hỏi {{xa}} bên cạnh; chụp màn hình báo lỗi có giờ.",
      "Báo đầu mối của tỉnh, ghi giờ báo và người nhận.",
      "Nhận hồ sơ bằng giấy, hẹn theo thời hạn của thủ tục; không hứa kết quả trong ngày.",
      "Một giờ một lần thử lại và ghi vào diễn biến.",
    ],
    who: "Cán bộ một cửa; Tổ ứng cứu làm đầu mối với tỉnh.",
    forms: receipt,
    message:
      "Hệ thống giải quyết thủ tục của tỉnh đang gián đoạn ở nhiều nơi. Trung tâm nhận hồ sơ bằng giấy, sẽ nhập khi hệ thống hoạt động lại và nhắn cho bà con.",
    recovery: "Nhập theo thứ tự nhận; hồ sơ đã quá hẹn do hệ thống thì kèm phiếu xin lỗi và hẹn lại.",
    order: 3,
  },
  {
    key: "portal-down",
    title: "Cổng dịch vụ công hoặc VNeID không vào được",
    groups: [8, 9],
    trigger:
      "Người dân không nộp được hồ sơ, không thanh toán được hoặc không xác thực được VNeID quá 15 phút.",
    steps: [
      "Thử bằng một tài khoản khác để loại trừ lỗi của riêng một người.",
      "Thanh toán đã trừ tiền mà chưa ghi nhận: ghi giờ, số tiền; không nộp lần hai.",
      "Nhận hồ sơ trực tiếp thay cho trực tuyến nếu thủ tục cho phép.",
      "VNeID hỏng: đối chiếu bằng thẻ căn cước, không chụp, không giữ thẻ.",
      "Báo đầu mối của tỉnh; VNeID báo Công an {{xa}}.",
    ],
    who: "Cán bộ hỗ trợ tại sảnh, Tổ công nghệ số cộng đồng, Công an {{xa}} với VNeID.",
    forms: "Tờ khai giấy của thủ tục, giấy hẹn, biên lai giấy.",
    message:
      "Cổng dịch vụ công (hoặc VNeID) đang gián đoạn. Bà con nộp hồ sơ trực tiếp tại quầy, hoặc nộp trực tuyến vào buổi khác. Đã bị trừ tiền thì không nộp lại, giữ tin nhắn của ngân hàng.",
    recovery:
      "Gọi lại người đã để hẹn; hướng dẫn nộp trực tuyến khi cổng hoạt động; đối chiếu khoản đã trừ tiền.",
    order: 4,
  },
  {
    key: "token-lost",
    title: "Mất hoặc hỏng thiết bị ký số",
    groups: [6],
    trigger: "Không thấy thiết bị ký số, máy không nhận, hoặc chứng thư hết hạn.",
    steps: [
      "Hỏng: thử cổng khác, máy khác; không nhập sai mật khẩu quá ba lần.",
      "Mất: báo ngay người quản lý chứng thư và Công an {{xa}}, ghi giờ phát hiện.",
      "Đề nghị thu hồi chứng thư trong ngày (Ban Cơ yếu hoặc nhà cung cấp).",
      "Văn bản gấp: ký tay, đóng dấu, nhập bản quét sau; hoặc người được ủy quyền ký.",
    ],
    who: "Người giữ thiết bị; Văn phòng làm thủ tục thu hồi; Công an {{xa}} khi mất.",
    forms: "Công văn đề nghị thu hồi, cấp lại chứng thư; sổ bàn giao thiết bị ký số.",
    message: "Kết quả của một số hồ sơ được ký tay và trả bản giấy; bản điện tử sẽ gửi sau.",
    recovery: "Số hóa và ký số lại các văn bản đã ký tay khi có chứng thư mới; ghi vào sổ bàn giao.",
    order: 5,
  },
  {
    key: "malware",
    title: "Máy nhiễm mã độc, nghi lộ dữ liệu",
    groups: [11],
    trigger: "Tệp bị khóa, đòi tiền, cửa sổ lạ, máy tự chạy, hoặc có tin nhắn giả danh cán bộ {{xa}}.",
    steps: [
      "Rút dây mạng, tắt Wi-Fi của máy đó. Không tắt máy, không cài lại, không xóa gì.",
      "Ghi giờ, chụp màn hình bằng điện thoại.",
      "Báo Công an {{xa}} ngay; người khác không chạm vào máy.",
      "Đổi mật khẩu các tài khoản đã dùng trên máy đó, từ một máy sạch.",
      "Nếu có dữ liệu cá nhân: bắt đầu tính hạn 72 giờ để thông báo.",
      "Kiểm tra các máy quầy khác; quầy của máy đó chuyển sang máy dự phòng hoặc giấy.",
    ],
    who: "Công an {{xa}} chủ trì; Tổ ứng cứu phối hợp; người dùng máy ghi lại việc đã làm.",
    forms: `${receipt} Báo cáo sự cố an toàn thông tin.`,
    message:
      "{{Xa}} không nhắn tin, gọi điện đòi mật khẩu, mã OTP hay chuyển tiền. Gặp tin như vậy, bà con báo Công an {{xa}}.",
    recovery:
      "Chỉ đưa máy vào dùng khi Công an {{xa}} đồng ý; cài lại từ bộ cài sạch, nạp dữ liệu từ bản sao lưu.",
    order: 6,
  },
  {
    key: "key-person-absent",
    title: "Vắng người giữ việc chính",
    groups: [5, 10],
    trigger: "Người giữ tài khoản, thiết bị ký số, chìa khóa hoặc việc của quầy vắng đột xuất.",
    steps: [
      "Gọi người thay theo bảng phân công; người thay dùng tài khoản của chính mình.",
      "Chưa có người thay: gộp quầy, ưu tiên người già, khuyết tật, có con nhỏ.",
      "Không dùng chung mật khẩu; đề nghị quản trị cấp quyền tạm có hạn.",
      "Văn bản cần ký: trình người được ủy quyền.",
    ],
    who: "Giám đốc Trung tâm phân công; quản trị cấp quyền tạm.",
    forms: "Bảng phân công người thay, giấy ủy quyền, biên bản bàn giao.",
    message: "Quầy … hôm nay gộp với quầy …. Thời gian chờ có thể lâu hơn; hồ sơ vẫn được nhận đủ.",
    recovery: "Thu lại quyền tạm, bàn giao lại việc và hồ sơ đang giải quyết.",
    order: 7,
  },
  {
    key: "flood",
    title: "Bão, lũ, thiên tai",
    groups: [12],
    trigger: "Có tin bão, lũ từ cấp 3, nước vào khu vực Trung tâm, hoặc có lệnh sơ tán.",
    steps: [
      "Bảo đảm người trước, máy sau: theo lệnh của Ban Chỉ huy phòng, chống thiên tai của {{xa}}.",
      "Cúp cầu dao tổng trước khi nước tới ổ điện.",
      "Đưa máy quầy, tủ mạng, hồ sơ giấy lên tầng trên hoặc nơi cao; đánh số thùng.",
      "Mang theo thiết bị ký số, con dấu, sổ theo dõi, một máy tính xách tay và bộ phát 4G.",
      "Mở điểm tiếp nhận tạm nơi an toàn; ghi địa chỉ, số điện thoại lên cửa Trung tâm.",
      "Nước rút: để khô, thợ điện kiểm tra rồi mới cấp điện; ghi thiết bị hỏng thành sự cố.",
    ],
    who: "Ban Chỉ huy phòng, chống thiên tai; Giám đốc Trung tâm; Tổ ứng cứu; dân quân hỗ trợ chuyển đồ.",
    forms: `${receipt} Danh mục thiết bị để kiểm đếm, thùng nhựa có nắp cho hồ sơ.`,
    message:
      "Trung tâm tạm chuyển đến …, điện thoại …. Hồ sơ đã nhận được giữ an toàn; hạn trả kết quả bị ảnh hưởng sẽ được báo lại.",
    recovery:
      "Kiểm đếm hồ sơ theo thùng, làm khô, lập biên bản hồ sơ hư hỏng; nhập bù hồ sơ giấy khi có mạng.",
    order: 8,
  },
];

const words: Readonly<Record<CommuneLevel, readonly [inside: string, first: string]>> = {
  commune: ["xã", "Xã"],
  ward: ["phường", "Phường"],
  zone: ["đặc khu", "Đặc khu"],
};

/** As a commune, a ward or a special zone of this name says them: `{{xa}}` is its own word. */
export function defaultScenarios(commune: string): readonly DefaultScenario[] {
  const [inside, first] = words[levelOf(commune)];
  const say = (text: string) => text.replaceAll("{{xa}}", inside).replaceAll("{{Xa}}", first);
  return written.map((one) => {
    const { trigger, steps, who, message, recovery } = one;
    const said = { trigger, who, message, recovery };
    const entries = Object.entries(said).flatMap(([name, text]) => (text ? [[name, say(text)]] : []));
    return { ...one, steps: steps.map(say), ...Object.fromEntries(entries) };
  });
}
