import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { callApi, longestCallMs, silenceMs } from "#client/api-call.ts";
import { doesServerAnswer, fetchTransport } from "#client/fetch-transport.ts";
import type { ExchangeRequest } from "#protocol/exchange.ts";

const request: ExchangeRequest = {
  protocol: 1,
  app: "0",
  device: "d1",
  epoch: "",
  cursor: 0,
  booted: [],
  booting: {},
  ops: [],
  limit: 100,
  have: { outbox: 0, maxN: 0 },
};
const reply = {
  protocol: 1,
  epoch: "e",
  serverTime: 5,
  receipts: ["unread"],
  rows: [{ nonsense: 1 }],
  exits: [],
  cursor: 3,
  more: false,
  booting: {},
  arrived: [],
  scopes: [],
  durableN: 0,
  maxOpVersion: 1,
};
const json = { "content-type": "application/json; charset=utf-8", "x-so-truc": "1" };

type Seen = { url: string; init: RequestInit & { headers: Record<string, string> } };
function answering(make: () => Response | Promise<Response>) {
  const seen: Seen[] = [];
  let wall = 1000;
  const ports = {
    fetch: (async (url: string, init: Seen["init"]) => {
      seen.push({ url, init });
      return make();
    }) as unknown as typeof fetch,
    wall: () => (wall += 50),
  };
  return { seen, transport: fetchTransport("d1", ports), ports };
}
const failing = async (status: number, headers: Record<string, string>, body: string) => {
  const answer = await answering(() => new Response(body, { status, headers })).transport.exchange(request);
  return answer.ok ? "ok" : { failure: answer.failure, waitMs: answer.waitMs, cut: answer.cut };
};
const problem = (code: string, waitMs?: number) => JSON.stringify({ error: { code, waitMs } });

afterEach(() => vi.useRealTimers());

describe("one exchange over HTTP", () => {
  it("sends compressed JSON with its marks and hands back the envelope unread", async () => {
    const { seen, transport } = answering(() => new Response(JSON.stringify(reply), { headers: json }));
    const answer = await transport.exchange(request);
    expect(answer).toMatchObject({
      ok: true,
      sentAt: 1050,
      receivedAt: 1100,
      reply: { cursor: 3, rows: reply.rows },
    });
    const [{ url, init } = { url: "", init: undefined }] = seen;
    expect(url).toBe("/api/exchange");
    expect(init?.headers).toMatchObject({
      "x-so-truc": "1",
      "x-device": "d1",
      "content-encoding": "gzip",
      "content-type": "application/json",
    });
    expect(init).toMatchObject({ method: "POST", credentials: "same-origin", redirect: "manual" });
    const body = init?.body as Uint8Array;
    expect(JSON.parse(gunzipSync(body).toString())).toEqual(request);
    expect(answer.bytes).toBe(body.byteLength + JSON.stringify(reply).length);
  });

  it("names each failure by its fields", async () => {
    expect(await failing(401, json, problem("session-expired"))).toMatchObject({ failure: "sign-in" });
    expect(await failing(413, { "content-type": "text/html" }, "nginx")).toMatchObject({
      failure: "too-large",
    });
    expect(await failing(429, json, problem("busy", 7000))).toMatchObject({ failure: "busy", waitMs: 7000 });
    expect(await failing(503, { "retry-after": "30" }, "")).toMatchObject({
      failure: "busy",
      waitMs: 30_000,
    });
    expect(await failing(500, json, problem("internal"))).toMatchObject({ failure: "server-fault" });
    expect(await failing(502, { "content-type": "text/html" }, "bad gateway")).toMatchObject({
      failure: "server-fault",
    });
    expect(await failing(400, json, problem("wrong-version"))).toMatchObject({ failure: "server-fault" });
    expect(await failing(403, json, problem("denied"))).toMatchObject({ failure: "server-fault" });
    expect(await failing(200, json, '{"epoch":""}')).toMatchObject({ failure: "server-fault" });
    expect(await failing(200, json, JSON.stringify(reply).slice(0, 40))).toMatchObject({
      failure: "unreachable",
      cut: true,
    });
  });

  it("knows a captive portal whatever it pretends", async () => {
    const html = "<html>Đăng nhập Wi-Fi</html>";
    const portal = { failure: "not-our-server" };
    expect(await failing(200, { "content-type": "text/html" }, html)).toMatchObject(portal);
    expect(await failing(200, { "content-type": "text/html", "x-so-truc": "1" }, html)).toMatchObject(portal);
    expect(await failing(200, { "content-type": "application/json" }, JSON.stringify(reply))).toMatchObject(
      portal,
    );
    expect(await failing(302, { location: "http://portal" }, "")).toMatchObject(portal);
    expect(await failing(401, { "content-type": "text/html" }, html)).toMatchObject(portal);
    expect(await failing(511, { "content-type": "text/html" }, html)).toMatchObject(portal);
    expect(await failing(404, { "content-type": "text/html" }, html)).toMatchObject(portal);
  });

  it("gives our server's reason when it refuses", async () => {
    const { ports } = answering(
      () =>
        new Response(JSON.stringify({ error: { code: "wrong-password", facts: { left: 3 } } }), {
          status: 403,
          headers: json,
        }),
    );
    const answer = await callApi({ method: "POST", path: "/api/session", json: {} }, ports);
    expect(answer).toMatchObject({
      ok: false,
      failure: "refused",
      code: "wrong-password",
      facts: { left: 3 },
    });
  });

  it("says unreachable when the network fails", async () => {
    const { transport } = answering(() => Promise.reject(new TypeError("Failed to fetch")));
    expect(await transport.exchange(request)).toMatchObject({
      ok: false,
      failure: "unreachable",
      cut: false,
    });
  });

  it("tells an answer that was cut from one that never came", async () => {
    const half = () =>
      new ReadableStream({
        start: (stream) => stream.enqueue(new TextEncoder().encode('{"proto')),
        pull: (stream) => stream.error(new TypeError("network error")),
      });
    const { transport } = answering(() => new Response(half(), { headers: json }));
    expect(await transport.exchange(request)).toMatchObject({ failure: "unreachable", cut: true });
  });

  it("asks whether the server answers with next to nothing, and believes only our own server", async () => {
    const asked: RequestInit[] = [];
    const answering = (answer: () => Promise<Response>) =>
      doesServerAnswer((async (_: string, init: RequestInit) => {
        asked.push(init);
        return answer();
      }) as typeof fetch);
    const ours = { headers: { "x-so-truc": "1" } };
    expect(await answering(async () => new Response(null, ours))).toBe(true);
    expect(await answering(async () => new Response("<html>Đăng nhập Wi-Fi</html>"))).toBe(false);
    expect(await answering(async () => new Response(null, { ...ours, status: 503 }))).toBe(false);
    expect(await answering(async () => new Response(null, { status: 302 }))).toBe(false);
    expect(await answering(() => Promise.reject(new TypeError("Failed to fetch")))).toBe(false);
    for (const init of asked) expect(init).toMatchObject({ method: "HEAD", credentials: "omit" });
    expect(asked.every(({ body, headers }) => body === undefined && headers === undefined)).toBe(true);
  });

  it("ends a call that is half open, before the answer and in the midst of it", async () => {
    vi.useFakeTimers();
    const never = (signal: AbortSignal) =>
      new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const hung = callApi(
      { method: "GET", path: "/api/hello" },
      {
        fetch: ((_: string, init: RequestInit) => never(init.signal as AbortSignal)) as typeof fetch,
        wall: Date.now,
      },
    );
    await vi.advanceTimersByTimeAsync(silenceMs + 1);
    expect(await hung).toMatchObject({ ok: false, failure: "unreachable" });

    const drip = (signal: AbortSignal, everyMs: number) =>
      new Response(
        new ReadableStream({
          start(stream) {
            const timer = setInterval(() => stream.enqueue(new Uint8Array([32])), everyMs);
            signal.addEventListener("abort", () => {
              clearInterval(timer);
              stream.error(signal.reason);
            });
          },
        }),
        { headers: json },
      );
    const dripping = callApi(
      { method: "GET", path: "/api/hello" },
      {
        fetch: (async (_: string, init: RequestInit) =>
          drip(init.signal as AbortSignal, 5000)) as typeof fetch,
        wall: Date.now,
      },
    );
    await vi.advanceTimersByTimeAsync(longestCallMs - 1);
    let ended = false;
    void dripping.then(() => {
      ended = true;
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toBe(false);
    await vi.advanceTimersByTimeAsync(2);
    expect(await dripping).toMatchObject({ ok: false, failure: "unreachable" });
  });

  it("hands over one op as bytes and believes only a plain yes", async () => {
    const { seen, transport } = answering(() => new Response('{"kept":true}', { headers: json }));
    expect(await transport.quarantine('{"n":1}')).toBe(true);
    expect(seen[0]?.url).toBe("/api/quarantine");
    expect(new TextDecoder().decode(seen[0]?.init.body as Uint8Array)).toBe('{"n":1}');
    const html = answering(() => new Response("<html>", { headers: { "content-type": "text/html" } }));
    expect(await html.transport.quarantine("{}")).toBe(false);
  });
});
