import { screen } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import CallListPage from "#app/features/calls/call-list.page.tsx";
import EquipmentListPage from "#app/features/equipment/equipment-list.page.tsx";
import LabelsPage from "#app/features/equipment/labels.page.tsx";
import IncidentPage from "#app/features/incidents/incident.page.tsx";
import IncidentListPage from "#app/features/incidents/incident-list.page.tsx";
import VisitListPage from "#app/features/support/visit-list.page.tsx";
import TaskListPage from "#app/features/tasks/task-list.page.tsx";
import { openTestBook, withTexts } from "./book/open-book.tsx";

beforeAll(() =>
  withTexts(
    "incidents",
    "contacts",
    "photos",
    "support",
    "calls",
    "equipment",
    "tasks",
    "conflicts",
    "actions",
  ),
);

const pages = {
  "/su-co": <IncidentListPage />,
  "/su-co/:id": <IncidentPage />,
  "/ho-tro": <VisitListPage />,
  "/goi-lai": <CallListPage />,
  "/thiet-bi": <EquipmentListPage />,
  "/thiet-bi/nhan": <LabelsPage />,
  "/nhiem-vu": <TaskListPage />,
};

/** An empty list tells nobody to press what they have not got. */
test.each([
  ["/su-co", "centre", "Có gì hỏng, bấm Báo sự cố."],
  ["/su-co", "unit", "Có gì hỏng, bấm Báo sự cố."],
  ["/su-co", "province", "Sự cố được chuyển lên tỉnh sẽ hiện ở đây."],
  ["/ho-tro", "village", "Hỗ trợ xong một người dân, bấm Ghi hỗ trợ."],
  ["/ho-tro", "leader", "Lượt mà Trung tâm và tổ công nghệ số ghi sẽ hiện ở đây."],
  ["/goi-lai", "centre", "Khi ghi lượt hỗ trợ, bật Cần gọi lại cho người này."],
  ["/goi-lai", "security", "Việc được chuyển cho Công an sẽ hiện ở đây."],
  ["/goi-lai", "leader", "Việc gọi lại là của tổ công nghệ số, Trung tâm và Công an."],
  ["/thiet-bi", "admin", "Thêm từng thiết bị, hoặc quản trị viên nhập cả danh sách từ bảng tính."],
  ["/thiet-bi", "responder", "Nhờ quản trị viên nhập danh sách thiết bị."],
  ["/thiet-bi/nhan", "leader", "Nhờ quản trị viên nhập danh sách thiết bị."],
  ["/nhiem-vu", "unit", "Khi sổ đã có kế hoạch, nhiệm vụ sẽ hiện ở đây."],
])("%s says to %s: %s", async (path, role, todo) => {
  const book = await openTestBook([role]);
  book.show(path, pages);
  expect(await screen.findByText(todo)).toBeTruthy();
});

test.each([
  ["responder", "Ghi vào danh bạ ứng cứu để lần sau gọi ngay."],
  ["centre", "Nhờ Tổ ứng cứu hoặc quản trị viên ghi danh bạ."],
])("an incident without contacts says to %s: %s", async (role, todo) => {
  const book = await openTestBook([role]);
  const since = Date.now() - 60_000;
  await book.put("incident", "i1", {
    ...{ number: "SC-XM-001-A", group: 2, severity: 2, title: "Mất điện", since, state: "new" },
  });
  book.show("/su-co/i1", pages);
  expect(await screen.findByText(todo)).toBeTruthy();
});
