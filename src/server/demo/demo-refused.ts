export class DemoRefused extends Error {
  constructor() {
    super(
      "Cơ sở dữ liệu này có dữ liệu thật, không trộn dữ liệu mẫu vào. Hãy dùng DATA_DIR khác. / " +
        "This database holds real data: the sample commune is refused. Use another DATA_DIR.",
    );
  }
}
