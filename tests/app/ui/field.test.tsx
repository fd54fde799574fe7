import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Field } from "#app/ui/field.tsx";
import { TextInput } from "#app/ui/inputs.tsx";
import { NumberStepper } from "#app/ui/number-stepper.tsx";
import type { TypedNumber } from "#kernel/typed-number.ts";

afterEach(cleanup);

test("a field ties label, help and error to its control and keeps what was typed", () => {
  const { rerender } = render(
    <Field label="Ngày kiểm tra" help="Hôm nay hoặc trước đó.">
      <TextInput value="25/11/2025" onChange={() => {}} />
    </Field>,
  );
  const input = screen.getByLabelText("Ngày kiểm tra") as HTMLInputElement;
  const describing = () =>
    (input.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent)
      .join(" | ");
  expect(describing()).toBe("Hôm nay hoặc trước đó.");
  expect(input.getAttribute("aria-invalid")).toBeNull();

  rerender(
    <Field label="Ngày kiểm tra" help="Hôm nay hoặc trước đó." error="Ngày 25/11/2025 chưa đến.">
      <TextInput value="25/11/2025" onChange={() => {}} />
    </Field>,
  );
  expect(screen.getByLabelText("Ngày kiểm tra")).toBe(input);
  expect(describing()).toBe("Ngày 25/11/2025 chưa đến. | Hôm nay hoặc trước đó.");
  expect(input.getAttribute("aria-invalid")).toBe("true");
  expect(input.value).toBe("25/11/2025");
  const error = screen.getByText("Ngày 25/11/2025 chưa đến.");
  expect(error.compareDocumentPosition(input) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
});

test("the summary takes the focus on each failed attempt and its links lead into the field", () => {
  const page = (attempt: number) => (
    <>
      <ErrorSummary
        title="Còn 1 ô cần sửa"
        items={[{ fieldId: "thiet-bi", text: "Chưa chọn thiết bị." }]}
        attempt={attempt}
      />
      <Field id="thiet-bi" label="Thiết bị">
        <TextInput value="" onChange={() => {}} />
      </Field>
    </>
  );
  const { rerender } = render(page(1));
  const heading = screen.getByRole("heading", { name: "Còn 1 ô cần sửa" });
  expect(document.activeElement).toBe(heading);
  fireEvent.click(screen.getByRole("link", { name: "Chưa chọn thiết bị." }));
  expect(document.activeElement).toBe(screen.getByLabelText("Thiết bị"));
  rerender(page(2));
  expect(document.activeElement).toBe(heading);
});

test("the stepper stays within its bounds, may be empty, and what is no whole number stays as typed", () => {
  const seen: TypedNumber[] = [];
  function Stage() {
    const [count, setCount] = useState<TypedNumber>(1);
    return (
      <Field label="Số người">
        <NumberStepper
          value={count}
          min={1}
          max={2}
          minusLabel="Bớt một"
          plusLabel="Thêm một"
          onChange={(next) => {
            seen.push(next);
            setCount(next);
          }}
        />
      </Field>
    );
  }
  render(<Stage />);
  fireEvent.click(screen.getByRole("button", { name: "Bớt một" }));
  fireEvent.click(screen.getByRole("button", { name: "Thêm một" }));
  fireEvent.click(screen.getByRole("button", { name: "Thêm một" }));
  const field = screen.getByLabelText("Số người") as HTMLInputElement;
  for (const text of ["1a2", "62,5", "-5", "12"]) {
    fireEvent.change(field, { target: { value: text } });
    expect(field.value).toBe(text);
  }
  fireEvent.change(field, { target: { value: "" } });
  expect(seen).toEqual([1, 2, 2, "1a2", "62,5", "-5", 12, null]);
});
