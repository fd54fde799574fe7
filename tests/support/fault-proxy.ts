import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { until } from "./patience.ts";

/** What the proxy does to a request instead of passing it. */
export type Fault =
  /** The connection ends before the server has seen anything. */
  | { readonly do: "drop" }
  /** The server decides and commits; only the first `bytes` of its raw reply come back. */
  | { readonly do: "cut"; readonly bytes: number | ((total: number) => number) }
  /** Accepts, and never answers. */
  | { readonly do: "half-open" }
  /** A login page of somebody else's Wi-Fi: 200 text/html for everything. */
  | { readonly do: "portal" }
  /** Somebody else answers: a portal, a maintenance page, a cache on the way. `as` is the file's own type and bytes. */
  | { readonly do: "foreign"; readonly answer: (as: Foreign) => Partial<Foreign> }
  /** A firewall answers by itself, with a page of its own, after it has taken the whole request. */
  | { readonly do: "deny"; readonly status: number }
  /** Every reply waits, and then trickles. */
  | { readonly do: "slow"; readonly delayMs: number; readonly bytesPerSecond: number }
  /** The first byte of the reply has come, so the server has committed: `first` runs, and the reply is lost. */
  | { readonly do: "lose-reply"; readonly first: () => Promise<void> };

export interface Foreign {
  readonly path: string;
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

export interface FaultRule {
  /** Which requests; everything under `/api/` unless told. */
  readonly on?: (method: string, path: string) => boolean;
  /** How often, before all passes again; without end unless told. */
  readonly times?: number;
}

/** Stands on loopback between the browser and the server; the browser's origin stays while servers come and go. */
export interface FaultProxy {
  readonly url: string;
  /** Where the server is now. */
  point(serverUrl: string): void;
  fault(fault: Fault, rule?: FaultRule): void;
  /** From now on this file reads differently, as after an update of the server. */
  alter(path: string, change: (text: string) => string): void;
  /** No more faults; what hangs half open goes on hanging, as it would. */
  pass(): void;
  /** Nobody listens here, as on a host that is down; `listen` ends it. */
  refuse(): Promise<void>;
  listen(): Promise<void>;
  /** How often each thing was done. */
  readonly counts: Readonly<Record<Fault["do"] | "passed" | "unreachable", number>>;
  /** Resolves once `what` has been done `times` times in all. */
  happened(what: keyof FaultProxy["counts"], times: number): Promise<void>;
  close(): Promise<void>;
}

const underApi = (_method: string, path: string) => path.startsWith("/api/");

export async function startFaultProxy(serverUrl: string): Promise<FaultProxy> {
  let target = new URL(serverUrl);
  let current: { fault: Fault; rule: FaultRule; left: number } | undefined;
  const altered = new Map<string, (text: string) => string>();
  const counts = {
    passed: 0,
    unreachable: 0,
    drop: 0,
    cut: 0,
    "half-open": 0,
    portal: 0,
    foreign: 0,
    deny: 0,
    slow: 0,
    "lose-reply": 0,
  };
  const waiting: { what: keyof typeof counts; times: number; tell: () => void }[] = [];
  const sockets = new Set<Socket>();
  const count = (what: keyof typeof counts) => {
    counts[what] += 1;
    for (const one of waiting.filter((wish) => counts[wish.what] >= wish.times)) {
      waiting.splice(waiting.indexOf(one), 1);
      one.tell();
    }
  };

  const server = createServer((incoming, reply) => {
    void serve(incoming, reply).catch(() => incoming.socket.destroy());
  });
  server.keepAliveTimeout = 1;
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  });

  const take = (incoming: IncomingMessage): Fault | undefined => {
    if (!current || current.left <= 0) return undefined;
    const on = current.rule.on ?? underApi;
    if (!on(incoming.method ?? "GET", incoming.url ?? "/")) return undefined;
    current.left -= 1;
    return current.fault;
  };

  async function serve(incoming: IncomingMessage, reply: ServerResponse): Promise<void> {
    const fault = take(incoming);
    const change = altered.get(incoming.url ?? "/");
    if (!fault && change) return alterReply(incoming, reply, change);
    switch (fault?.do) {
      case undefined:
        return pass(incoming, reply);
      case "drop":
        incoming.socket.destroy();
        return count("drop");
      case "half-open":
        incoming.resume();
        return count("half-open");
      case "portal":
        await bodyOf(incoming);
        reply.writeHead(200, { "content-type": "text/html; charset=utf-8", connection: "close" });
        reply.end("<!doctype html><title>Wi-Fi</title><p>Đăng nhập Wi-Fi</p>");
        return count("portal");
      case "foreign":
        return foreign(incoming, reply, fault.answer);
      case "deny":
        await bodyOf(incoming);
        reply.writeHead(fault.status, { "content-type": "text/html", connection: "close" });
        reply.end("<!doctype html><title>Firewall</title><h1>Method denied</h1>");
        return count("deny");
      case "slow":
        return slowly(incoming, reply, fault.delayMs, fault.bytesPerSecond);
      case "cut": {
        const whole = await rawReply(incoming, await bodyOf(incoming));
        const bytes = typeof fault.bytes === "number" ? fault.bytes : fault.bytes(whole.length);
        incoming.socket.write(whole.subarray(0, Math.max(0, bytes)), () => incoming.socket.destroy());
        return count("cut");
      }
      case "lose-reply":
        await firstByte(incoming, await bodyOf(incoming));
        await fault.first();
        incoming.socket.destroy();
        return count("lose-reply");
    }
  }

  async function alterReply(
    incoming: IncomingMessage,
    reply: ServerResponse,
    change: (text: string) => string,
  ) {
    const answer = await fetch(new URL(incoming.url ?? "/", target));
    const type = answer.headers.get("content-type") ?? "text/plain";
    reply.writeHead(answer.status, {
      "content-type": type,
      "cache-control": "no-cache",
      connection: "close",
    });
    reply.end(change(await answer.text()));
  }

  async function foreign(
    incoming: IncomingMessage,
    reply: ServerResponse,
    answer: (as: Foreign) => Partial<Foreign>,
  ) {
    const own = await fetch(new URL(incoming.url ?? "/", target));
    const type = own.headers.get("content-type") ?? "text/plain";
    const as = {
      path: incoming.url ?? "/",
      status: own.status,
      type,
      body: Buffer.from(await own.arrayBuffer()),
    };
    const { status, type: said, body } = { ...as, ...answer(as) };
    // As a stranger's server may say: keep it for a day.
    reply.writeHead(status, { "content-type": said, "cache-control": "max-age=86400", connection: "close" });
    reply.end(body);
    count("foreign");
  }

  function pass(incoming: IncomingMessage, reply: ServerResponse): Promise<void> {
    return new Promise((done) => {
      const onward = request(
        {
          host: target.hostname,
          port: target.port,
          method: incoming.method,
          path: incoming.url,
          headers: headersFor(incoming),
          agent: false,
        },
        (answer) => {
          // Each request on its own connection: what a browser does with a stale one is not under test.
          reply.writeHead(answer.statusCode ?? 502, { ...answer.headers, connection: "close" });
          reply.flushHeaders();
          answer.pipe(reply);
          answer.on("error", () => incoming.socket.destroy());
          answer.on("end", () => {
            count("passed");
            done();
          });
        },
      );
      onward.on("error", () => {
        count("unreachable");
        incoming.socket.destroy();
        done();
      });
      reply.on("close", () => onward.destroy());
      incoming.pipe(onward);
    });
  }

  async function slowly(incoming: IncomingMessage, reply: ServerResponse, delayMs: number, rate: number) {
    const whole = await rawReply(incoming, await bodyOf(incoming));
    const { socket } = incoming;
    reply.detachSocket(socket);
    await pause(delayMs);
    const step = Math.max(1, Math.round(rate / 10));
    for (let at = 0; at < whole.length && !socket.destroyed; at += step) {
      socket.write(whole.subarray(at, at + step));
      await pause(100);
    }
    socket.end();
    count("slow");
  }

  function headersFor(incoming: IncomingMessage) {
    return { ...incoming.headers, connection: "close" };
  }

  function onwardSocket(incoming: IncomingMessage, body: Buffer): Socket {
    const socket = connect(Number(target.port), target.hostname);
    const { "transfer-encoding": _chunked, ...headers } = headersFor(incoming);
    const lines = Object.entries({ ...headers, "content-length": body.length }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    socket.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${lines.join("")}\r\n`);
    socket.write(body);
    return socket;
  }

  function rawReply(incoming: IncomingMessage, body: Buffer): Promise<Buffer> {
    return new Promise((done, failed) => {
      const socket = onwardSocket(incoming, body);
      const parts: Buffer[] = [];
      socket.on("data", (part: Buffer) => parts.push(part));
      socket.on("end", () => done(Buffer.concat(parts)));
      socket.on("error", failed);
    });
  }

  function firstByte(incoming: IncomingMessage, body: Buffer): Promise<void> {
    return new Promise((done, failed) => {
      const socket = onwardSocket(incoming, body);
      socket.once("data", () => {
        socket.pause();
        done();
      });
      socket.on("error", failed);
    });
  }

  const listen = (port: number) =>
    new Promise<void>((done, failed) => {
      server.once("error", failed);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", failed);
        done();
      });
    });
  const hangUp = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      for (const socket of sockets) socket.destroy();
    });

  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    // `localhost` is a secure origin in every browser.
    url: `http://localhost:${port}`,
    counts,
    point(serverUrl) {
      target = new URL(serverUrl);
    },
    fault(fault, rule = {}) {
      current = { fault, rule, left: rule.times ?? Number.POSITIVE_INFINITY };
    },
    alter(path, change) {
      altered.set(path, change);
    },
    pass() {
      current = undefined;
    },
    refuse: hangUp,
    // Meanwhile a connection of somebody else may have been given the port, for as long as it lasts.
    listen: () =>
      until(() =>
        listen(port).then(
          () => true,
          () => false,
        ),
      ),
    happened(what, times) {
      if (counts[what] >= times) return Promise.resolve();
      return new Promise((tell) => waiting.push({ what, times, tell }));
    },
    close: hangUp,
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
