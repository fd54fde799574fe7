import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256 } from "#client/photos/hash.ts";
import { Pace } from "#client/photos/pace.ts";
import type { TusAnswer, TusCall, TusRequest } from "#client/photos/tus-call.ts";
import { uploadPhoto } from "#client/photos/upload-photo.ts";

/** A server of the protocol that holds what it was given, and a link that ends after any number of bytes. */
class ScriptedServer {
  held: Uint8Array | null = null;
  storedAt: number | null = null;
  length = 0;
  knows = true;
  readonly requests: TusRequest[] = [];
  /** Bytes of the request that still arrive; afterwards the answer is lost. Null: all arrives, and the answer too. */
  cuts: (number | null)[] = [];
  /** What is done to bytes on their way. */
  spoil: ((chunk: Uint8Array) => Uint8Array) | undefined;

  readonly call: TusCall = async (request) => {
    this.requests.push(request);
    const cut = this.cuts.shift() ?? null;
    const size = request.chunk?.byteLength ?? 0;
    if (cut !== null && cut === 0) return lost(size);
    const answer = await this.#answer(request, cut ?? size);
    return cut === null ? answer : lost(size);
  };

  async #answer({ method, headers, chunk }: TusRequest, arrived: number): Promise<TusAnswer> {
    const bytes = chunk?.slice(0, arrived) ?? new Uint8Array();
    if (method === "POST") {
      if (!this.knows) return no(409, "photo-unknown");
      if (this.storedAt !== null) return yes(null, this.storedAt);
      if (this.held) return no(409, "upload-exists");
      this.held = new Uint8Array();
      this.length = Number(headers["upload-length"]);
    } else if (!this.held) {
      return this.storedAt === null ? no(404) : yes(this.length, this.storedAt);
    }
    if (method === "HEAD") return yes(this.held.byteLength, this.storedAt);
    if (method === "PATCH" && Number(headers["upload-offset"]) !== this.held.byteLength)
      return no(409, "conflict");
    this.held = join(this.held, this.spoil ? this.spoil(bytes) : bytes);
    return this.#finish(String(headers["upload-metadata"] ?? this.#metadata));
  }

  #metadata = "";

  async #finish(metadata: string): Promise<TusAnswer> {
    this.#metadata = metadata;
    const held = this.held as Uint8Array;
    if (held.byteLength < this.length) return yes(held.byteLength, null);
    const wanted = atob(/sha ([^,]+)/.exec(metadata)?.[1] ?? "");
    if ((await sha256(held.slice().buffer)) !== wanted) {
      this.held = null;
      return no(422, "hash-mismatch");
    }
    this.storedAt = 1_700_000_000_000;
    return yes(held.byteLength, this.storedAt);
  }
}

const yes = (offset: number | null, stored: number | null): TusAnswer => ({
  ok: true,
  offset,
  stored,
  bytes: 0,
});
const no = (status: number, code?: string): TusAnswer => ({
  ok: false,
  failure: "refused",
  status,
  ...(code ? { code } : {}),
  bytes: 0,
});
const lost = (bytes: number): TusAnswer => ({ ok: false, failure: "unreachable", bytes });

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.byteLength + b.byteLength);
  whole.set(a);
  whole.set(b, a.byteLength);
  return whole;
}

async function picture(length: number) {
  const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) % 256).buffer;
  return { photo: "p1", sha: await sha256(bytes), bytes, begun: false };
}

const ports = (server: ScriptedServer, goOn = () => true) => ({
  call: server.call,
  clock: { monotonic: () => 0 },
  pace: new Pace(),
  way: { byPost: false },
  goOn,
});

describe("a photo on its way", () => {
  it("goes in one request when the link is quick and it is small", async () => {
    const server = new ScriptedServer();
    const photo = await picture(50_000);
    expect(await uploadPhoto(photo, ports(server))).toMatchObject({ end: "stored", at: 1_700_000_000_000 });
    expect(server.requests.map(({ method }) => method)).toEqual(["POST"]);
    expect(server.held).toEqual(new Uint8Array(photo.bytes));
  });

  it("arrives whole however often and wherever the link, the tab or the server ends", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 200_000 }),
        fc.array(fc.option(fc.integer({ min: 0, max: 200_000 })), { maxLength: 12 }),
        fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
        async (length, cuts, remembers) => {
          const server = new ScriptedServer();
          server.cuts = [...cuts];
          const photo = await picture(length);
          let end = await uploadPhoto(photo, ports(server));
          for (let tries = 0; end.end !== "stored" && tries < 20; tries++) {
            expect(end).toMatchObject({ end: "failed", failure: "unreachable" });
            // A tab that was killed does not know that it had begun.
            end = await uploadPhoto({ ...photo, begun: remembers[tries] === true }, ports(server));
          }
          expect(end.end).toBe("stored");
          expect(server.held).toEqual(new Uint8Array(photo.bytes));
        },
      ),
      { numRuns: 50 },
    );
  });

  it("asks where it was, and sends only the rest", async () => {
    const server = new ScriptedServer();
    server.cuts = [10_000];
    const photo = await picture(60_000);
    await uploadPhoto(photo, ports(server));
    server.requests.length = 0;
    expect((await uploadPhoto({ ...photo, begun: true }, ports(server))).end).toBe("stored");
    expect(
      server.requests.map(({ method, headers, chunk }) => [
        method,
        headers["upload-offset"],
        chunk?.byteLength,
      ]),
    ).toEqual([
      ["HEAD", undefined, undefined],
      ["PATCH", "10000", 50_000],
    ]);
  });

  it("is told at once when the server has the same bytes from somebody else", async () => {
    const server = new ScriptedServer();
    server.storedAt = 5;
    expect(await uploadPhoto(await picture(9), ports(server))).toMatchObject({ end: "stored", at: 5 });
  });

  it("waits for its record, and gives way between two chunks", async () => {
    const server = new ScriptedServer();
    server.knows = false;
    expect(await uploadPhoto(await picture(9), ports(server))).toMatchObject({ end: "unknown" });
    const other = new ScriptedServer();
    let steps = 0;
    const end = await uploadPhoto(
      await picture(150_000),
      ports(other, () => steps++ < 1),
    );
    expect(end.end).toBe("stopped");
    expect(other.held?.byteLength).toBe(64 * 1024);
  });

  it("that was damaged on the way goes again from the start", async () => {
    const server = new ScriptedServer();
    let spoiled = 0;
    server.spoil = (chunk) => (spoiled++ === 0 ? chunk.map((byte) => byte ^ 1) : chunk);
    const photo = await picture(5000);
    expect((await uploadPhoto(photo, ports(server))).end).toBe("stored");
    expect(server.held).toEqual(new Uint8Array(photo.bytes));
  });

  it("that no link carries unharmed is given up for now", async () => {
    const server = new ScriptedServer();
    server.spoil = (chunk) => chunk.map((byte) => byte ^ 1);
    expect(await uploadPhoto(await picture(5000), ports(server))).toMatchObject({
      end: "failed",
      failure: "server-fault",
    });
    expect(server.requests.length).toBeLessThan(10);
  });

  it("that was damaged here is not sent at all", async () => {
    const server = new ScriptedServer();
    const photo = await picture(5000);
    new Uint8Array(photo.bytes)[100] = 255;
    expect(await uploadPhoto(photo, ports(server))).toMatchObject({ end: "trouble", trouble: "damaged" });
    expect(server.requests).toEqual([]);
  });

  it("that the server will not take stops with its reason; a busy server with its wait", async () => {
    const ends = [];
    for (const answer of [
      no(422, "not-an-image"),
      { ...no(413, "too-large"), failure: "too-large" as const },
      no(403, "denied"),
      { ok: false, failure: "busy", status: 503, waitMs: 7000, bytes: 0 } as const,
      { ok: false, failure: "sign-in", status: 401, bytes: 0 } as const,
    ])
      ends.push(
        await uploadPhoto(await picture(9), { ...ports(new ScriptedServer()), call: async () => answer }),
      );
    expect(ends).toMatchObject([
      { end: "trouble", trouble: "not-an-image" },
      { end: "trouble", trouble: "too-large" },
      { end: "trouble", trouble: "refused" },
      { end: "failed", failure: "busy", waitMs: 7000 },
      { end: "failed", failure: "sign-in" },
    ]);
  });

  it("ends with a server that answers without sense", async () => {
    const answers: TusAnswer[] = [yes(null, null), yes(99_999_999, null), yes(3, null), no(404), no(409)];
    for (const answer of answers) {
      const end = await uploadPhoto(await picture(9), {
        ...ports(new ScriptedServer()),
        call: async () => answer,
      });
      expect(end).toMatchObject({ end: "failed", failure: "server-fault" });
    }
  });
});

describe("the size of a chunk", () => {
  it("grows on a quick link and shrinks on a slow or broken one, within 16 and 256 kB", () => {
    const pace = new Pace();
    for (let i = 0; i < 9; i++) pace.took(pace.size, 100);
    expect(pace.size).toBe(256 * 1024);
    pace.took(pace.size, 9000);
    expect(pace.size).toBe(128 * 1024);
    for (let i = 0; i < 9; i++) pace.failed(1999);
    expect(pace.size).toBe(128 * 1024);
    for (let i = 0; i < 9; i++) pace.failed(2000);
    expect(pace.size).toBe(16 * 1024);
    pace.took(100, 10);
    expect(pace.size).toBe(16 * 1024);
  });
});
