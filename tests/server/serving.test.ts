import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeDataDir, runScript, type ServerProcess, startServer } from "../support/server-process.ts";

const page = `<!doctype html><title>Sổ Trực</title>${"<p>trang</p>".repeat(80)}`;
const script = `console.log(${JSON.stringify("xin chào ".repeat(500))});\n`;
const font = Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 37) % 251));
const html = { accept: "text/html,application/xhtml+xml" };
const contentPolicy =
  "default-src 'self';img-src 'self' blob: data:;connect-src 'self';worker-src 'self';manifest-src 'self';object-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'self'";

const folders: string[] = [];
const running: ServerProcess[] = [];
let app: string;
let plain: ServerProcess;

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "so-truc-serving-"));
  folders.push(made);
  return made;
}
async function start(env: Record<string, string>): Promise<ServerProcess> {
  const server = await startServer({ env: { APP_DIR: app, ...env } });
  running.push(server);
  folders.push(server.dataDir);
  return server;
}

beforeAll(async () => {
  app = await folder();
  await mkdir(join(app, "assets"));
  await writeFile(join(app, "index.html"), page);
  await writeFile(join(app, "service-worker.js"), script);
  await writeFile(join(app, "manifest.webmanifest"), JSON.stringify({ name: "Sổ Trực", x: "y".repeat(900) }));
  await writeFile(join(app, "assets/index-AbCd1234.js"), script);
  await writeFile(join(app, "assets/font-AbCd1234.woff2"), font);
  await writeFile(join(app, ".secret"), "không ai được đọc");
  await writeFile(join(app, "../so-truc-outside.txt"), "ngoài thư mục");
  plain = await start({});
});
afterAll(async () => {
  for (const server of running) await server.kill9();
  for (const made of folders) await removeDataDir(made);
});

describe("the page", () => {
  it.each(["/", "/kiem-tra/hom-nay", "/nhiem-vu/abc?x=1", "/index.html"])(
    "of %s is the one page, asked for anew each time",
    async (path) => {
      const got = await get(plain.url + path, html);
      expect(got).toMatchObject({ status: 200, text: page });
      expect(got.headers).toMatchObject({
        "content-type": expect.stringContaining("text/html"),
        "cache-control": "no-cache",
        "content-security-policy": contentPolicy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "permissions-policy": expect.stringContaining("microphone=()"),
      });
      expect(got.headers["strict-transport-security"]).toBeUndefined();
    },
  );

  it("that has not changed costs a few bytes", async () => {
    for (const path of ["/", "/service-worker.js", "/manifest.webmanifest"]) {
      const first = await get(plain.url + path);
      expect(first.headers["cache-control"], path).toBe("no-cache");
      const etag = first.headers.etag as string;
      const again = await get(plain.url + path, { "if-none-match": etag });
      expect(again, path).toMatchObject({ status: 304, text: "" });
    }
  });

  it("says what to do where nothing was built", async () => {
    const bare = await start({ APP_DIR: await folder() });
    expect(await get(bare.url, html)).toMatchObject({ status: 503, text: "npm run build" });
    expect((await get(`${bare.url}/healthz`)).status).toBe(200);
  });
});

describe("hashed files", () => {
  it("are kept for ever, packed for those who can unpack, and whole for those who cannot", async () => {
    const url = `${plain.url}/assets/index-AbCd1234.js`;
    const packed = await get(url, { "accept-encoding": "gzip, br" });
    expect(packed.headers).toMatchObject({
      "cache-control": "public, max-age=31536000, immutable",
      "content-encoding": "gzip",
      vary: expect.stringContaining("accept-encoding"),
      "content-type": expect.stringContaining("javascript"),
    });
    expect(gunzipSync(packed.bytes).toString()).toBe(script);
    expect(packed.bytes.length).toBeLessThan(script.length / 10);
    const whole = await get(url);
    expect(whole).toMatchObject({ status: 200, text: script });
    expect(whole.headers["content-encoding"]).toBeUndefined();
    expect(whole.headers["content-length"]).toBe(String(Buffer.byteLength(script)));
  });

  it("that are packed already go as they are, in parts too", async () => {
    const url = `${plain.url}/assets/font-AbCd1234.woff2`;
    const whole = await get(url, { "accept-encoding": "gzip" });
    expect(whole.headers["content-encoding"]).toBeUndefined();
    expect(whole.bytes.equals(font)).toBe(true);
    const part = await get(url, { range: "bytes=10-19", "accept-encoding": "gzip" });
    expect(part.status).toBe(206);
    expect(part.bytes.equals(font.subarray(10, 20))).toBe(true);
  });

  it("that are gone are not answered with the page, which a script would choke on", async () => {
    const gone = await get(`${plain.url}/assets/index-gone.js`, { accept: "*/*" });
    expect(gone.status).toBe(404);
    expect(JSON.parse(gone.text)).toEqual({ error: { code: "not-found" } });
    expect((await get(`${plain.url}/api/none`, html)).status).toBe(404);
  });

  it.each([
    "/.secret",
    "/../so-truc-outside.txt",
    "/..%2fso-truc-outside.txt",
    "/%2e%2e/so-truc-outside.txt",
    "/assets/..%5c..%5cx",
  ])("outside the folder stay outside: %s", async (path) => {
    const got = await get(plain.url, {}, path);
    expect(got.status).toBeGreaterThanOrEqual(400);
    expect(got.text).not.toMatch(/không ai|ngoài thư mục/);
  });
});

describe("an origin without HTTPS", () => {
  it("is told to the app, which then says that it cannot work offline", async () => {
    expect(JSON.parse((await get(`${plain.url}/api/hello`)).text)).toMatchObject({ secure: false });
  });

  it("is secure behind a proxy that says so, only when the proxy is trusted", async () => {
    const forwarded = { "x-forwarded-proto": "https", "x-forwarded-host": "sotruc.xa.vn" };
    expect(JSON.parse((await get(`${plain.url}/api/hello`, forwarded)).text)).toMatchObject({
      secure: false,
    });
    const trusting = await start({ TRUST_PROXY: "1" });
    expect(JSON.parse((await get(`${trusting.url}/api/hello`, forwarded)).text)).toMatchObject({
      secure: true,
    });
    const named = await start({ BASE_URL: "https://sotruc.xa.vn" });
    const hello = await get(`${named.url.replace("https:", "http:")}/api/hello`);
    expect(JSON.parse(hello.text)).toMatchObject({ secure: true });
    expect(hello.headers["strict-transport-security"]).toBe("max-age=31536000");
  });
});

describe("TLS_CERT and TLS_KEY", () => {
  let keys: string;
  const file = (name: string) => join(keys, name);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: keys, stdio: "pipe" });
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

  // The commands of README.md, for this machine's address.
  beforeAll(async () => {
    keys = await folder();
    openssl(
      "req",
      "-x509",
      ...curve,
      "-days",
      "3650",
      "-keyout",
      "goc.key",
      "-out",
      "goc.crt",
      "-subj",
      "/CN=Chung thu goc cua xa",
    );
    openssl("req", ...curve, "-keyout", "sotruc.key", "-out", "sotruc.csr", "-subj", "/CN=sotruc.xa.local");
    await writeFile(file("san.txt"), "subjectAltName=DNS:sotruc.xa.local,IP:127.0.0.1\n");
    openssl(
      ...["x509", "-req", "-in", "sotruc.csr", "-CA", "goc.crt", "-CAkey", "goc.key", "-CAcreateserial"],
      ...["-days", "800", "-extfile", "san.txt", "-out", "sotruc.crt"],
    );
  });

  it("serve HTTPS that a device with the commune's root trusts, with everything that only HTTPS may have", async () => {
    const server = await start({ TLS_CERT: file("sotruc.crt"), TLS_KEY: file("sotruc.key") });
    expect(server.url).toMatch(/^https:/);
    const ca = await readFile(file("goc.crt"));
    const got = await get(server.url, html, "/", ca);
    expect(got).toMatchObject({ status: 200, text: page });
    expect(got.headers).toMatchObject({
      "strict-transport-security": "max-age=31536000",
      "cross-origin-opener-policy": "same-origin",
      "content-security-policy": contentPolicy,
    });
    expect(JSON.parse((await get(`${server.url}/api/hello`, {}, "/api/hello", ca)).text)).toMatchObject({
      secure: true,
    });
    await expect(get(server.url, html)).rejects.toThrow(/certificate/i);
    await expect(get(server.url.replace("https:", "http:"), html)).rejects.toThrow();
    const session = await get(server.url, {}, "/api/setup", ca, {
      token: server.setupToken,
      commune: { name: "Xã Thử", code: "XT", villageWord: "xóm", villages: [] },
      admin: { name: "Quản trị", account: "quantri", password: "mật khẩu quản trị" },
      device: { name: "Máy", key: null },
    });
    expect(session.status).toBe(200);
    expect(session.headers["set-cookie"]?.[0]).toMatch(/HttpOnly; Secure; SameSite=Strict/);
  });

  it("that do not belong together, are no keys, or stand alone stop the start with one sentence", async () => {
    openssl(
      "req",
      ...curve,
      "-x509",
      "-days",
      "1",
      "-keyout",
      "khac.key",
      "-out",
      "khac.crt",
      "-subj",
      "/CN=khac",
    );
    await writeFile(file("chu.key"), "không phải khóa");
    for (const [cert, key] of [
      ["sotruc.crt", "khac.key"],
      ["sotruc.crt", "chu.key"],
      ["chu.key", "sotruc.key"],
    ] as const) {
      const env = { DATA_DIR: await folder(), PORT: "0", TLS_CERT: file(cert), TLS_KEY: file(key) };
      const ended = await runScript("src/server/main.ts", [], env);
      expect(ended, `${cert} ${key}`).toMatchObject({ code: 1, stderr: expect.stringContaining("TLS_CERT") });
      expect(ended.stderr).not.toContain("    at ");
    }
    const alone = await runScript("src/server/main.ts", [], {
      DATA_DIR: await folder(),
      TLS_CERT: file("sotruc.crt"),
    });
    expect(alone).toMatchObject({ code: 1, stderr: expect.stringContaining("TLS_KEY") });
  });
});

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
}

/** One request as it is written: `path` is not tidied up on the way. A body makes it a POST of our app. */
function get(
  url: string,
  headers: Record<string, string> = {},
  path?: string,
  ca?: Buffer,
  body?: unknown,
): Promise<Got> {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const ask = protocol === "https:" ? httpsRequest : httpRequest;
  const app = body === undefined ? {} : { "x-so-truc": "1", "content-type": "application/json" };
  return new Promise((done, failed) => {
    const call = ask(
      {
        ...{ hostname, port, path: path ?? pathname + search, agent: false },
        ...{ method: body === undefined ? "GET" : "POST", headers: { ...headers, ...app } },
        ...(ca ? { ca } : {}),
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () => {
          const bytes = Buffer.concat(parts);
          done({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes,
            text: bytes.toString("utf8"),
          });
        });
      },
    );
    call.on("error", failed);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
