import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { NoteField } from "#app/book/note-field.tsx";

function Note() {
  const [text, setText] = useState("");
  return <NoteField label="Ghi chú" value={text} onChange={setText} />;
}

test("a note pasted in an old font shows how it would read, and is converted only with a yes", async () => {
  render(<Note />);
  const field = screen.getByLabelText("Ghi chú") as HTMLTextAreaElement;
  fireEvent.change(field, { target: { value: "M¸y in tÇng hai kh«ng nhËn giÊy" } });
  await screen.findByText("Máy in tầng hai không nhận giấy");
  expect(field.value).toBe("M¸y in tÇng hai kh«ng nhËn giÊy");
  fireEvent.click(screen.getByRole("button", { name: "Chuyển sang Unicode" }));
  await waitFor(() => expect(field.value).toBe("Máy in tầng hai không nhận giấy"));
  expect(screen.queryByRole("button", { name: "Chuyển sang Unicode" })).toBeNull();
  fireEvent.change(field, { target: { value: "Maùy in hoûng" } });
  await screen.findByText("Máy in hỏng");
  fireEvent.change(field, { target: { value: "Máy in hỏng, José gọi, 25×30 cm" } });
  await waitFor(() => expect(screen.queryByRole("button", { name: "Chuyển sang Unicode" })).toBeNull());
});
