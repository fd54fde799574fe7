import { expect, it } from "vitest";
import { levelOf, placeName } from "#domain/org/commune-level.ts";

it("reads the level off the name, however it is written, and nothing off a place that only begins alike", () => {
  const names = [
    "Xã Nghĩa Thọ",
    "Phường Đăk Bla",
    "ĐẶC KHU Phú Quốc",
    "đặc  khu Lý Sơn",
    "Xuân Phường",
    "Phườngđảo",
  ];
  expect(names.map(levelOf)).toEqual(["commune", "ward", "zone", "zone", "commune", "commune"]);
  expect(names.map(placeName)).toEqual([
    "Nghĩa Thọ",
    "Đăk Bla",
    "Phú Quốc",
    "Lý Sơn",
    "Xuân Phường",
    "Phườngđảo",
  ]);
});
