import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { AnswerBar, type AnswerValue } from "#app/ui/answers.tsx";
import { ChoiceGroup, MultiChoice } from "#app/ui/choices.tsx";

afterEach(cleanup);

const labels = { ok: "Tốt", bad: "Lỗi", off: "Không dùng" };

function Bar({ onChange }: { onChange: (value: AnswerValue) => void }) {
  const [value, setValue] = useState<AnswerValue | null>(null);
  return (
    <AnswerBar
      name="nt-014"
      label="Máy in quầy 2"
      labels={labels}
      value={value}
      onChange={(next) => {
        onChange(next);
        setValue(next);
      }}
    />
  );
}

test("an answer bar is one native radio group named after its item, with nothing chosen beforehand", () => {
  const onChange = vi.fn();
  render(<Bar onChange={onChange} />);
  screen.getByRole("group", { name: "Máy in quầy 2" });
  const radios = screen.getAllByRole("radio") as HTMLInputElement[];
  expect(radios.map((radio) => radio.labels?.[0]?.textContent)).toEqual(["Tốt", "Lỗi", "Không dùng"]);
  expect(new Set(radios.map((radio) => radio.name))).toEqual(new Set(["nt-014"]));
  expect(radios.some((radio) => radio.checked)).toBe(false);
});

test("touching the chosen answer again changes nothing", () => {
  const onChange = vi.fn();
  render(<Bar onChange={onChange} />);
  const ok = screen.getByRole("radio", { name: "Tốt" }) as HTMLInputElement;
  fireEvent.click(ok);
  fireEvent.click(ok);
  expect(onChange.mock.calls).toEqual([["ok"]]);
  expect(ok.checked).toBe(true);
  fireEvent.click(screen.getByRole("radio", { name: "Lỗi" }));
  expect(ok.checked).toBe(false);
  expect(onChange.mock.calls).toEqual([["ok"], ["bad"]]);
});

test("a choice group names its error and describes itself with it", () => {
  const onChange = vi.fn();
  render(
    <ChoiceGroup
      name="quay"
      label="Có quầy nào phải dừng?"
      error="Chưa chọn. Chọn một trả lời."
      value={null}
      options={[
        { value: "none", text: "Không quầy nào" },
        { value: "all", text: "Tất cả quầy" },
      ]}
      onChange={onChange}
    />,
  );
  const group = screen.getByRole("group", { name: "Có quầy nào phải dừng?" });
  expect(document.getElementById(group.getAttribute("aria-describedby") ?? "")?.textContent).toBe(
    "Chưa chọn. Chọn một trả lời.",
  );
  fireEvent.click(screen.getByText("Tất cả quầy"));
  expect(onChange).toHaveBeenCalledWith("all");
});

test("several choices come back in the order of the options", () => {
  const onChange = vi.fn();
  render(
    <MultiChoice
      name="ai"
      label="Đối tượng cần hỗ trợ"
      values={["c"]}
      options={[
        { value: "a", text: "Người cao tuổi" },
        { value: "b", text: "Người khuyết tật" },
        { value: "c", text: "Người dân tộc thiểu số" },
      ]}
      onChange={onChange}
    />,
  );
  fireEvent.click(screen.getByRole("checkbox", { name: "Người cao tuổi" }));
  fireEvent.click(screen.getByRole("checkbox", { name: "Người dân tộc thiểu số" }));
  expect(onChange.mock.calls).toEqual([[["a", "c"]], [[]]]);
});
