import { afterEach, beforeEach, expect, test } from "vitest";
import { mindDoubleTaps } from "#app/ui/double-tap.ts";

let done: string[];
let end: () => void;

beforeEach(() => {
  done = [];
  end = mindDoubleTaps(document);
});
afterEach(() => {
  end();
  document.body.replaceChildren();
});

function button(words: string, more: Record<string, string> = {}): HTMLButtonElement {
  const made = document.createElement("button");
  made.className = "btn";
  made.textContent = words;
  for (const [name, value] of Object.entries(more)) made.setAttribute(name, value);
  made.addEventListener("click", () => done.push(made.textContent ?? ""));
  document.body.append(made);
  return made;
}

function tap(target: Element, at: number, by: { type?: "touch" | "mouse"; x?: number; y?: number } = {}) {
  const event = new MouseEvent("click", {
    bubbles: true,
    cancelable: true,
    clientX: by.x ?? 180,
    clientY: by.y ?? 600,
  });
  Object.defineProperty(event, "timeStamp", { value: at });
  Object.defineProperty(event, "pointerType", { value: by.type ?? "touch" });
  target.dispatchEvent(event);
  return event;
}

test("a deed pressed twice in one movement is done once, however often the finger bounces", () => {
  const save = button("Ghi");
  tap(save, 1000);
  expect(tap(save, 1060).defaultPrevented).toBe(true);
  tap(save, 1250);
  tap(save, 1600);
  expect(done).toEqual(["Ghi"]);
  tap(save, 2100);
  expect(done).toEqual(["Ghi", "Ghi"]);
});

test("the tap after a sheet has gone does not fall on what lay under it", () => {
  const confirm = button("Xác nhận");
  const under = button("Sự cố");
  tap(confirm, 1000);
  confirm.remove();
  tap(under, 1150, { x: 190 });
  expect(done).toEqual(["Xác nhận"]);
});

test("what is meant counts: another place, another button that stands there, other words, a mouse, and +1", () => {
  const confirm = button("Xác nhận");
  const undo = button("Hoàn tác");
  tap(confirm, 1000);
  tap(undo, 1100, { x: 300 });
  tap(confirm, 2000);
  tap(undo, 2100);
  expect(done.splice(0)).toEqual(["Xác nhận", "Hoàn tác", "Xác nhận", "Hoàn tác"]);

  const lamp = button("Bật đèn");
  tap(lamp, 4000);
  lamp.textContent = "Tắt đèn";
  tap(lamp, 4100);
  expect(done.splice(0)).toEqual(["Bật đèn", "Tắt đèn"]);

  tap(confirm, 5000, { type: "mouse" });
  confirm.remove();
  tap(undo, 5100, { type: "mouse" });
  expect(done.splice(0)).toEqual(["Xác nhận", "Hoàn tác"]);

  const next = button("Tiếp");
  tap(next, 5500);
  next.dispatchEvent(new Event("input", { bubbles: true }));
  tap(next, 5600);
  expect(done.splice(0)).toEqual(["Tiếp", "Tiếp"]);

  const more = button("+1", { "data-repeats": "true" });
  for (const at of [6000, 6100, 6200]) tap(more, at);
  expect(done).toEqual(["+1", "+1", "+1"]);
});
