import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { gunzipSync, gzipSync } from "node:zlib";

export interface Answer {
  /** 0: no answer came. */
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a generator reads what the protocol says and counts what it does not find.
  readonly body: any;
  readonly ms: number;
  readonly retryAfter: number | undefined;
  /** The session that came with it. */
  readonly cookie: string | undefined;
}

/** Keeps connections open as browsers do; `sockets` of them at once. */
export function createWire(sockets: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets });
  return {
    post: (url: string, device: { id: string; token: string }, path: string, json: unknown) =>
      post(agent, url, device, path, json),
    close: () => agent.destroy(),
  };
}
export type Wire = ReturnType<typeof createWire>;

function post(
  agent: Agent,
  url: string,
  device: { id: string; token: string },
  path: string,
  json: unknown,
): Promise<Answer> {
  const body = gzipSync(JSON.stringify(json), { level: 1 });
  const begun = performance.now();
  return new Promise((done) => {
    const answer = (status: number, text: unknown, headers: IncomingHttpHeaders = {}) => {
      const retryAfter = headers["retry-after"];
      done({
        status,
        body: text,
        ms: performance.now() - begun,
        retryAfter: retryAfter === undefined ? undefined : Number(retryAfter),
        cookie: /^[^=]+=([^;]+)/.exec(headers["set-cookie"]?.[0] ?? "")?.[1],
      });
    };
    const call = request(
      url + path,
      {
        method: "POST",
        agent,
        headers: {
          "content-type": "application/json",
          "content-encoding": "gzip",
          "accept-encoding": "gzip",
          "content-length": body.length,
          "x-so-truc": "1",
          "x-device": device.id,
          cookie: `st.${device.id}=${device.token}`,
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", () => answer(0, undefined));
        response.on("end", () => {
          const bytes = Buffer.concat(parts);
          const packed = response.headers["content-encoding"] === "gzip";
          const text = (packed ? gunzipSync(bytes) : bytes).toString("utf8");
          try {
            answer(response.statusCode ?? 0, JSON.parse(text), response.headers);
          } catch {
            answer(response.statusCode ?? 0, undefined, response.headers);
          }
        });
      },
    );
    call.on("error", () => answer(0, undefined));
    call.end(body);
  });
}
