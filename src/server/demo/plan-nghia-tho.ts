/**
 * The sample plan: tasks, owners and deadlines of the plan of xã Nghĩa Thọ (Nghệ An, 8/2025) under Plan
 * 02-KH/BCĐTW. Section numbers, names of units and deadline words are the plan's; the rest is retold.
 */

type SeedDeadline = {
  /** The plan's own words; null where the plan sets no deadline. */
  words: string | null;
  kind: "fixed" | "recurring" | "immediate" | "mixed" | "onRequest" | "conditional" | "range" | "unspecified";
  due: string | null;
  start: string | null;
  precision: "day" | "month" | "quarter" | "year" | null;
  exclusive: boolean;
  /** What the words ask for, in their order; a task recurs when "recurring" is among them. */
  parts: string[];
  trigger: string | null;
};

export type SeedTask = {
  /** The section in ASCII: "3.4c"; the letter đ is written dd, so that it never folds into d. */
  key: string;
  section: string;
  /** Tasks of one owner block share owners and deadline. */
  block: string;
  title: string;
  detail: string;
  /** Keys of units, or "text:" and the plan's words for a group that nobody may guess. */
  lead: string[];
  leadWords: string;
  coordinating: string[];
  coordinatingWords: string;
  deadline: SeedDeadline;
  /** Requirements of the source plans that the task answers: "R37". */
  requirement: string[];
};

type OwnTask = Pick<SeedTask, "section" | "title" | "detail" | "requirement">;
type OwnerBlock = Omit<SeedTask, "key" | keyof OwnTask> & { tasks: OwnTask[] };

const noDates = {
  due: null,
  start: null,
  precision: null,
  exclusive: false,
  trigger: null,
} satisfies Partial<SeedDeadline>;

const nowAndAlways: SeedDeadline = {
  ...noDates,
  words: "Triển khai thực hiện ngay và thường xuyên",
  kind: "recurring",
  parts: ["immediate", "recurring"],
};
const noDeadline: SeedDeadline = { ...noDates, words: null, kind: "unspecified", parts: [] };
/** Dated, so it can be overdue; it also recurs, so it can go stale. */
const throughYear2026: SeedDeadline = {
  ...noDates,
  words: "Triển khai thực hiện ngay và thường xuyên. Đến năm 2026 hoàn thành 100%",
  kind: "fixed",
  due: "2026-12-31",
  precision: "year",
  parts: ["immediate", "recurring", "fixed"],
};
const periodicOrOnRequest: SeedDeadline = {
  ...noDates,
  words: "Triển khai thực hiện ngay, thường xuyên, định kỳ hoặc khi có yêu cầu",
  kind: "mixed",
  parts: ["immediate", "recurring", "periodic", "onRequest"],
};

const others = {
  coordinating: ["text:Các đơn vị khác có liên quan"],
  coordinatingWords: "Các đơn vị khác có liên quan",
};
const culture = { lead: ["vh-xh"], leadWords: "Phòng Văn hóa - Xã hội" };
const communeCentre = { lead: ["pvhcc"], leadWords: "Trung tâm Phục vụ hành chính công xã" };
const centre = { lead: ["pvhcc"], leadWords: "Trung tâm Phục vụ hành chính công" };

const blocks: OwnerBlock[] = [
  {
    block: "1.1",
    ...culture,
    coordinating: ["pvhcc", "text:các phòng thuộc UBND xã", "text:các đơn vị có liên quan"],
    coordinatingWords: "Trung tâm Phục vụ HCC, các phòng thuộc UBND xã và các đơn vị có liên quan",
    deadline: nowAndAlways,
    tasks: [
      {
        section: "1.1",
        title: "Ra kế hoạch của xã để thực hiện Kế hoạch 02",
        detail:
          "Soạn kế hoạch hoặc văn bản hướng dẫn, ghi rõ việc, người làm và thời hạn; sửa khi cấp trên có chỉ đạo mới.",
        requirement: ["R1"],
      },
    ],
  },
  {
    block: "1.2",
    ...communeCentre,
    coordinating: ["text:Các phòng thuộc UBND xã", "text:các đơn vị khác có liên quan"],
    coordinatingWords: "Các phòng thuộc UBND xã và các đơn vị khác có liên quan",
    deadline: noDeadline,
    tasks: [
      {
        section: "1.2",
        title: "Niêm yết danh mục thủ tục hành chính mới của xã",
        detail:
          "Đối chiếu thủ tục xã được giải quyết sau sắp xếp, đăng và dán danh mục tại nơi tiếp dân; thay bản cũ ngay khi có thay đổi.",
        requirement: ["R14"],
      },
    ],
  },
  {
    block: "1.3",
    lead: ["van-phong", "vh-xh"],
    leadWords: "Văn phòng HĐND&UBND xã; Phòng Văn hóa - Xã hội",
    ...others,
    deadline: nowAndAlways,
    tasks: [
      {
        section: "1.3",
        title: "Đổi con dấu, tiêu đề và mã định danh theo tên xã mới",
        detail: "Kê những nơi còn dùng tên hoặc mã cũ, làm thủ tục đổi từng nơi và ghi lại ngày đổi xong.",
        requirement: ["R18"],
      },
    ],
  },
  {
    block: "1.4",
    ...communeCentre,
    ...others,
    deadline: nowAndAlways,
    tasks: [
      {
        section: "1.4",
        title: "Soạn kịch bản hỗ trợ người yếu thế làm thủ tục",
        detail:
          "Mỗi nhóm (cao tuổi, khuyết tật, không có điện thoại thông minh…) có một kịch bản ngắn: ai hỗ trợ, hỗ trợ ở đâu, dùng giấy tờ gì.",
        requirement: ["R19"],
      },
    ],
  },
  {
    block: "2.1",
    lead: ["text:Các phòng của UBND xã", "cong-an"],
    leadWords: "Các phòng của UBND xã; Công an xã",
    ...others,
    deadline: nowAndAlways,
    tasks: [
      {
        section: "2.1",
        title: "Sửa dữ liệu dân cư, hộ tịch, đất đai cho khớp xã mới",
        detail:
          "Tìm bản ghi sai, trùng hoặc còn địa danh cũ trong dữ liệu ngành, sửa và ghi số bản ghi đã sửa trong kỳ.",
        requirement: ["R22"],
      },
    ],
  },
  {
    block: "2.2",
    ...communeCentre,
    ...others,
    deadline: nowAndAlways,
    tasks: [
      {
        section: "2.2",
        title: "Tra cứu dữ liệu quốc gia khi giải quyết hồ sơ",
        detail:
          "Cán bộ một cửa lấy thông tin dân cư, hộ tịch qua mạng, không bắt người dân khai lại; báo ngay khi không tra được.",
        requirement: ["R23"],
      },
    ],
  },
  {
    block: "2.3",
    ...culture,
    ...others,
    deadline: nowAndAlways,
    tasks: [
      {
        section: "2.3",
        title: "Cập nhật hồ sơ cán bộ vào phần mềm nhân sự của tỉnh",
        detail:
          "So danh sách hiện có với phần mềm, bổ sung người mới đến và sửa chức danh, đơn vị sau sắp xếp.",
        requirement: ["R24"],
      },
    ],
  },
  {
    block: "2.4",
    lead: ["text:Các phòng thuộc UBND xã", "pvhcc"],
    leadWords: "Các phòng thuộc UBND xã; Trung tâm Phục vụ hành chính công",
    ...others,
    deadline: nowAndAlways,
    tasks: [
      {
        section: "2.4",
        title: "Lập toàn bộ hồ sơ công việc trên VNPT-iOffice",
        detail:
          "Hồ sơ mới được mở và xử lý trên phần mềm, hướng tới đủ 100%; theo dõi phòng nào còn làm trên giấy.",
        requirement: ["R25"],
      },
    ],
  },
  {
    block: "2.5",
    lead: ["van-phong"],
    leadWords: "Văn phòng HĐND&UBND",
    ...others,
    deadline: throughYear2026,
    tasks: [
      {
        section: "2.5",
        title: "Số hóa tài liệu lưu trữ giấy của xã",
        detail:
          "Phân loại kho, quét trước hồ sơ có giá trị lịch sử hoặc quan trọng, cập nhật số đã quét trên tổng số.",
        requirement: ["R26"],
      },
    ],
  },
  {
    block: "3.1",
    ...communeCentre,
    ...others,
    deadline: nowAndAlways,
    tasks: [
      {
        section: "3.1",
        title: "Nối hệ thống một cửa của xã với Cổng Dịch vụ công quốc gia",
        detail:
          "Cùng đơn vị cung cấp kiểm tra hồ sơ nộp trên Cổng đã về đúng quầy và trạng thái được trả lại cho người dân.",
        requirement: ["R31"],
      },
    ],
  },
  {
    block: "3.2",
    ...culture,
    ...others,
    deadline: nowAndAlways,
    tasks: [
      {
        section: "3.2",
        title: "Cấu hình lại thư, văn bản, họp trực tuyến và trang tin của xã",
        detail:
          "Đổi tên đơn vị, tài khoản và quyền theo bộ máy hai cấp; thử gửi, nhận và họp trước khi dùng chính thức.",
        requirement: ["R32"],
      },
    ],
  },
  {
    block: "3.3a",
    lead: ["text:Các phòng thuộc UBND xã", "pvhcc"],
    leadWords: "Các phòng thuộc UBND xã; Trung tâm Phục vụ hành chính công xã",
    ...others,
    deadline: nowAndAlways,
    tasks: [
      {
        section: "3.3a",
        title: "Xử lý văn bản hoàn toàn trên mạng, trừ văn bản mật",
        detail:
          "Nhận, giao, trình và ký trên hệ thống để đạt 100%; văn bản mật đi đường riêng, không đưa lên đây.",
        requirement: ["R25", "R73"],
      },
    ],
  },
  {
    block: "3.3b",
    ...culture,
    ...others,
    deadline: nowAndAlways,
    tasks: [
      {
        section: "3.3b",
        title: "Trang bị và dùng phòng họp trực tuyến với cấp trên",
        detail:
          "Lo đủ màn hình, camera, loa và đường truyền; chạy thử trước mỗi cuộc họp và ghi lại lần bị gián đoạn.",
        requirement: ["R33"],
      },
    ],
  },
  {
    block: "3.4",
    ...communeCentre,
    ...others,
    deadline: nowAndAlways,
    tasks: [
      {
        section: "3.4a",
        title: "Đưa hồ sơ trực tuyến toàn trình lên ít nhất 80%",
        detail:
          "Vận động và hỗ trợ người dân nộp qua mạng; mốc của chỉ tiêu này là cuối năm 2025, theo dõi bằng số hồ sơ trên tổng số.",
        requirement: ["R35"],
      },
      {
        section: "3.4b",
        title: "Giữ bộ phận một cửa mở cửa liên tục",
        detail:
          "Bố trí đủ chỗ làm, máy móc và người thay thế để quầy không phải đóng khi mất mạng, mất điện hoặc vắng người.",
        requirement: ["R36"],
      },
      {
        section: "3.4c",
        title: "Kiểm tra mạng, máy và phần mềm đầu giờ mỗi ngày",
        detail: "Trước giờ tiếp dân, cán bộ Trung tâm xem từng mục theo phiếu, mục hỏng thì báo sự cố ngay.",
        requirement: ["R37"],
      },
    ],
  },
  {
    block: "3.5",
    lead: ["cong-an"],
    leadWords: "Công an xã",
    ...others,
    deadline: nowAndAlways,
    tasks: [
      {
        section: "3.5a",
        title: "Áp dụng biện pháp an toàn thông tin cho máy và mạng của xã",
        detail: "Rà máy chưa có phần mềm diệt vi-rút, mật khẩu yếu, USB lạ; khắc phục và ghi số máy đã đạt.",
        requirement: ["R38"],
      },
      {
        section: "3.5b",
        title: "Cử cán bộ phụ trách an ninh mạng",
        detail: "Có văn bản phân công người chính, người thay, kèm số điện thoại để mọi đơn vị gọi khi cần.",
        requirement: ["R38"],
      },
      {
        section: "3.5c",
        title: "Trang bị thiết bị bảo mật cơ yếu và USB ký số cho lãnh đạo",
        detail:
          "Đề nghị cấp thiết bị theo hướng dẫn của Ban Cơ yếu Chính phủ, bàn giao có sổ, theo dõi ngày hết hạn chứng thư.",
        requirement: ["R39"],
      },
    ],
  },
  {
    block: "4.1",
    lead: ["text:Các đơn vị chủ trì quản lý, vận hành các nền tảng số, hệ thống thông tin"],
    leadWords: "Các đơn vị chủ trì quản lý, vận hành các nền tảng số, hệ thống thông tin",
    ...others,
    deadline: nowAndAlways,
    tasks: [
      {
        section: "4.1",
        title: "Tập huấn cán bộ về quy trình và hệ thống mới",
        detail:
          "Mở lớp theo nhóm người dùng, cho làm thử trên hệ thống thật; ghi số lớp, số người dự và người còn thiếu.",
        requirement: ["R43"],
      },
    ],
  },
  {
    block: "4.2",
    lead: ["vh-xh", "pvhcc"],
    leadWords: "Phòng Văn hóa - Xã hội, Trung tâm Phục vụ HCC",
    ...others,
    deadline: nowAndAlways,
    tasks: [
      {
        section: "4.2",
        title: "Báo cho người dân biết thủ tục nào đã đổi và cách làm qua mạng",
        detail:
          "Dùng bảng tin, tờ hướng dẫn, nhóm Zalo của xóm; nói rõ nơi nộp, giấy tờ cần và người để hỏi.",
        requirement: ["R47"],
      },
    ],
  },
  {
    block: "4.3",
    ...culture,
    ...others,
    deadline: nowAndAlways,
    tasks: [
      {
        section: "4.3",
        title: "Phát tin chuyển đổi số trên đài truyền thanh cơ sở",
        detail:
          "Lên lịch phát, soạn bài ngắn về nộp hồ sơ, ứng dụng số, phòng lừa đảo; đếm số lượt phát và bài đăng.",
        requirement: ["R48"],
      },
    ],
  },
  {
    block: "4.4",
    ...centre,
    ...others,
    deadline: nowAndAlways,
    tasks: [
      {
        section: "4.4",
        title: "Phục vụ người yếu thế tại chỗ, trọn gói",
        detail:
          "Đến nhà hoặc hẹn tại xóm để làm hết các bước cho người không tự làm được; ghi lượt hỗ trợ, không ghi danh tính.",
        requirement: ["R20"],
      },
    ],
  },
  {
    block: "4.5",
    ...centre,
    ...others,
    deadline: periodicOrOnRequest,
    tasks: [
      {
        section: "4.5a",
        title: "Chủ tịch UBND xã cam kết kết quả với cấp trên",
        detail:
          "Ký cam kết và hằng tháng xem lại tiến độ, chất lượng từng việc; việc chậm có người nhắc và hướng gỡ.",
        requirement: ["R6"],
      },
      {
        section: "4.5b",
        title: "Có Ban Chỉ đạo hoặc Tổ công tác lo chuyển đổi số của xã",
        detail:
          "Trình quyết định thành lập, phân việc từng thành viên và giữ lịch họp; thay người khi có điều động.",
        requirement: ["R53"],
      },
      {
        section: "4.5c",
        title: "Lập và duy trì đội phản ứng nhanh về công nghệ",
        detail:
          "Chọn người giỏi máy tính ở các đơn vị, có lịch trực và số gọi; đội nhận và xử lý sự cố của quầy và của dân.",
        requirement: ["R54"],
      },
      {
        section: "4.5d",
        title: "Lập Tổ công nghệ số cộng đồng ở mọi xóm",
        detail:
          "Mỗi xóm một tổ đủ người, được hướng dẫn cách hỗ trợ người dân; theo dõi xóm chưa có tổ hoặc tổ ngừng hoạt động.",
        requirement: ["R55"],
      },
      {
        section: "4.5đ",
        title: "Báo nhanh sự cố công nghệ để được cấp trên hỗ trợ",
        detail:
          "Ai thấy hỏng thì ghi và báo ngay theo thang liên hệ; mất mạng thì gọi điện hoặc nhắn tin soạn sẵn.",
        requirement: ["R56"],
      },
      {
        section: "4.5e",
        title: "Nhập tiến độ lên hệ thống giám sát của Trung ương",
        detail:
          "Theo hướng dẫn của Văn phòng Trung ương Đảng, xuất bảng việc đã có kết quả, nhập tay rồi đánh dấu ngày nhập.",
        requirement: ["R13"],
      },
      {
        section: "4.5f",
        title: "Báo cáo tuần, báo cáo tháng về chuyển đổi số",
        detail:
          "Chốt số liệu đúng kỳ, gửi UBND cấp trên hoặc cơ quan được giao nhận; có báo cáo riêng mỗi khi được hỏi.",
        requirement: ["R10", "R12"],
      },
    ],
  },
];

export const seedPlan = {
  /** Blank as on the paper: the number comes from the document system. */
  number: "",
  title: "Kế hoạch của xã thực hiện Kế hoạch 02-KH/BCĐTW về thúc đẩy chuyển đổi số phục vụ sắp xếp bộ máy",
  issuedMonth: "2025-08",
  parent: "Kế hoạch 507/KH-UBND ngày 27/6/2025; 02-KH/BCĐTW ngày 19/6/2025",
  standingUnit: "vh-xh",
  tasks: blocks.flatMap(({ tasks, ...owner }): SeedTask[] =>
    tasks.map((task) => ({ ...owner, ...task, key: task.section.replace("đ", "dd") })),
  ),
};
