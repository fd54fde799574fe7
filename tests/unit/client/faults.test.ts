import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { addFault, faultOf, mostFaults, noteFault, pageFaults } from "#client/faults.ts";
import { faultName, readFaults } from "#client/read-faults.ts";

const kept = new Map<string, string>();

beforeEach(() => {
  kept.clear();
  vi.stubGlobal("location", { pathname: "/su-co/k7m2xw4p9q" });
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  });
});
afterEach(() => void vi.unstubAllGlobals());

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown");
}

it("keeps message, places, version and screen of what was thrown", () => {
  const nothing = undefined as unknown as { kind: string };
  noteFault(thrownBy(() => nothing.kind));
  const [fault] = pageFaults() as ReturnType<typeof faultOf>[];
  expect(fault?.message).toBe("TypeError: Cannot read properties of undefined (reading kind)");
  expect(fault?.stack.split("\n")[0]).toMatch(/^at .*faults\.test\.ts:\d+:\d+/);
  expect(fault?.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(fault?.screen).toBe("/su-co/…");
});

it.each([
  ["a body that is no JSON", () => JSON.parse('{"name":"Nguyen Van An","phone":0912345678x}')],
  ["an address with a query", () => new URL("/su-co?q=Nguyen Van An 0912345678 vỡ đường dây", "no base")],
  ["a library's text", () => raise("Key Nguyễn Văn An in object store rows is not valid")],
  ["a quotation without an end", () => raise('cannot parse "Nguyen Van An, 0912 345 678')],
  ["typographic quotes", () => raise("cannot parse “Nguyen Van An” of 0912.345.678")],
  ["something within", () => raise("outer", { cause: new Error('inner "Nguyen Van An" 0912-345-678') })],
])("keeps nothing that anybody wrote: %s", (_what, work) => {
  const fault = faultOf(thrownBy(work), "/su-co?tim=Nguyen+Van+An#0912345678", 1);
  expect(JSON.stringify(fault)).not.toMatch(/Nguy|Van An|Văn|An\b.*\bin|0912|345.678|đường/);
  expect(fault.message).not.toBe("");
});

function raise(message: string, options?: ErrorOptions): never {
  throw new Error(message, options);
}

it("names what lies beneath, and shows where that was thrown", () => {
  const inner = thrownBy(() => raise("disk said no"));
  const fault = faultOf(new Error("database lost", { cause: inner }), "/", 1);
  expect(fault.message).toBe("Error: database lost < Error: disk said no");
  expect(fault.stack).toContain("raise");
});

it("says once what a library says again of what lies beneath", () => {
  const inner = new DOMException("Internal error opening backing store", "UnknownError");
  const repeated = {
    name: "UnknownError",
    message: `${inner.message}\n UnknownError: ${inner.message}`,
    inner,
  };
  const fault = faultOf(new Error("database lost", { cause: repeated }), "/", 1);
  expect(fault.message).toBe("Error: database lost < UnknownError: Internal error opening backing store");
});

it("takes what is no error", () => {
  expect(faultOf("just a word", "/", 1).message).toBe("just a word");
  expect(faultOf(undefined, "/", 1).message).toBe("");
  expect(faultOf(null, "/", 1).stack).toBe("");
});

it("keeps the last fifty, and counts one that comes again", () => {
  for (let i = 0; i < mostFaults + 7; i++) noteFault(new Error(`fault number ${i}`), "/");
  for (let i = 0; i < 3; i++) noteFault({ message: "the same" }, "/");
  const faults = pageFaults() as ReturnType<typeof faultOf>[];
  expect(faults).toHaveLength(mostFaults);
  expect(faults.at(-1)).toMatchObject({ message: "Error: the same", times: 3 });
  expect(faults[0]?.message).toBe("Error: fault number 8");
});

it("goes on from a ring that somebody spoiled, and from a place that takes nothing", () => {
  kept.set("so-truc-faults", "{not json");
  noteFault(new Error("first"));
  expect(pageFaults()).toHaveLength(1);
  vi.stubGlobal("localStorage", { getItem: () => raise("denied"), setItem: () => raise("denied") });
  expect(() => noteFault(new Error("second"))).not.toThrow();
  expect(addFault([null, 7], faultOf(new Error("third"), "/", 1))).toHaveLength(3);
});

it("tells what page and worker kept, the latest first, each with the same short name everywhere", async () => {
  const inWorker = { ...faultOf(new Error("in the worker"), "worker", 5), times: 2 };
  vi.stubGlobal("caches", { match: async () => new Response(JSON.stringify([inWorker, { at: "spoiled" }])) });
  noteFault(new Error("in the page"));
  const faults = await readFaults();
  expect(faults.map(({ message }) => message)).toEqual(["Error: in the page", "Error: in the worker"]);
  const [first, second] = faults.map(faultName);
  expect(first).toMatch(/^[a-z2-9]{4}$/);
  expect(first).not.toBe(second);
  expect(faultName({ ...inWorker, at: 9, screen: "/", times: 1 })).toBe(second);
});

it("tells the latest first, of those within one moment too", async () => {
  vi.spyOn(Date, "now").mockReturnValue(1_764_550_000_000);
  for (const message of ["first", "second", "third"]) noteFault(new Error(message));
  vi.restoreAllMocks();
  expect((await readFaults()).map(({ message }) => message)).toEqual([
    "Error: third",
    "Error: second",
    "Error: first",
  ]);
});
