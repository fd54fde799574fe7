/** A browser's side of the API without a browser: keeps cookies, sends the headers that the app sends. */
export interface ApiClient {
  /** Changes when the server comes up again on another port. */
  url: string;
  /** The device named in `x-device`; set by `signIn` and the like. */
  device: string | undefined;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiReply>;
  get(path: string): Promise<ApiReply>;
  post(path: string, body?: unknown): Promise<ApiReply>;
  /** Signs in and keeps the session. */
  signIn(account: string, password: string, commune?: string): Promise<Session>;
  redeemCode(code: string, password: string): Promise<Session>;
  cookies(): ReadonlyMap<string, string>;
}

interface ApiReply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not there.
  readonly body: any;
  readonly headers: Headers;
  readonly code: string | undefined;
}

export interface Session {
  readonly device: string;
  readonly person: string;
  readonly name: string;
  readonly roles: string[];
  readonly commune: { id: string; name: string; code: string; sample: boolean };
  readonly epoch: string;
  readonly capsuleKey: string;
  readonly letter: string;
}

export function createApiClient(url: string): ApiClient {
  const cookies = new Map<string, string>();
  const client: ApiClient = {
    url,
    device: undefined,
    cookies: () => cookies,
    async call(method, path, body, headers = {}) {
      const raw = body instanceof Uint8Array;
      const response = await fetch(client.url + path, {
        method,
        headers: {
          "x-so-truc": "1",
          ...(client.device ? { "x-device": client.device } : {}),
          ...(cookies.size > 0 ? { cookie: [...cookies].map(([k, v]) => `${k}=${v}`).join("; ") } : {}),
          ...(body === undefined
            ? {}
            : { "content-type": raw ? "application/octet-stream" : "application/json" }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: raw ? (body as BodyInit) : typeof body === "string" ? body : JSON.stringify(body) }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === "" || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
        else cookies.set(name, value);
      }
      const text = await response.text();
      const read = text === "" ? undefined : readJson(text);
      const code = (read as { error?: { code?: string } } | undefined)?.error?.code;
      return { status: response.status, body: read, headers: response.headers, code };
    },
    get: (path) => client.call("GET", path),
    post: (path, body) => client.call("POST", path, body ?? {}),
    signIn: (account, password, commune) =>
      open("/api/session", { account, password, ...(commune ? { commune } : {}), device }),
    redeemCode: (code, password) => open("/api/session/first", { code, password, device }),
  };
  const device = { name: "Máy thử", key: null };

  async function open(path: string, body: unknown): Promise<Session> {
    const reply = await client.post(path, body);
    if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    client.device = (reply.body as Session).device;
    return reply.body as Session;
  }
  return client;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export const adminPassword = "mật khẩu quản trị";

/** Sets up a fresh server's first commune; the client is then its administrator. */
export async function setUp(
  url: string,
  token: string | undefined,
  more: { name?: string; villages?: string[]; owned?: string[] } = {},
): Promise<{ client: ApiClient; session: Session }> {
  const client = createApiClient(url);
  const reply = await client.post("/api/setup", {
    token,
    commune: {
      name: more.name ?? "Xã Thử",
      code: "XT",
      villageWord: "xóm",
      villages: more.villages ?? ["Xóm 1", "Xóm 2"],
      ...(more.owned ? { owned: more.owned } : {}),
    },
    admin: { name: "Quản trị", account: "quantri", password: adminPassword },
    device: { name: "Máy quản trị", key: null },
  });
  if (reply.status !== 200) throw new Error(`setup: ${reply.status} ${JSON.stringify(reply.body)}`);
  client.device = (reply.body as Session).device;
  return { client, session: reply.body as Session };
}

/** The administrator makes a person, who signs in by the code. */
export async function addPerson(
  admin: ApiClient,
  person: { account: string; roles: string[]; units?: string[]; villages?: string[]; sites?: string[] },
): Promise<{ client: ApiClient; session: Session; password: string }> {
  const made = await admin.post("/api/admin/people", { name: `Người ${person.account}`, ...person });
  if (made.status !== 201) throw new Error(`people: ${made.status} ${JSON.stringify(made.body)}`);
  const client = createApiClient(admin.url);
  const password = `mật khẩu ${person.account}`;
  return { client, session: await client.redeemCode(made.body.code, password), password };
}

/** A device that numbers its ops and exchanges them; no more of an engine than a test of the server needs. */
export function createTestDevice(client: ApiClient, session: Session) {
  let n = 0;
  let epoch = session.epoch;
  let cursor = 0;
  const rows = new Map<string, Record<string, unknown>>();
  let booted: string[] = [];
  let booting: Record<string, unknown> = {};
  return {
    rows,
    /** The next op of this device. */
    op(action: string, changes: unknown[], more: Record<string, unknown> = {}) {
      n += 1;
      return {
        d: session.device,
        n,
        v: 1,
        a: action,
        w: Date.now(),
        o: 0,
        e: epoch,
        u: session.person,
        ch: changes,
        ...more,
      };
    },
    request(ops: unknown[] = [], more: Record<string, unknown> = {}) {
      return {
        protocol: 2,
        app: "test",
        device: session.device,
        epoch,
        cursor,
        booted,
        booting,
        ops,
        limit: 1000,
        have: { outbox: ops.length, maxN: n },
        ...more,
      };
    },
    /** One exchange; answers the reply, and keeps rows and cursor. */
    async exchange(ops: unknown[] = [], more: Record<string, unknown> = {}) {
      const reply = await client.post("/api/exchange", this.request(ops, more));
      if (reply.status !== 200) return reply;
      for (const row of reply.body.rows) rows.set(row.i, row);
      ({ epoch, cursor, booting } = reply.body);
      const granted = new Set<string>(reply.body.scopes);
      booted = [...new Set([...booted, ...reply.body.arrived])].filter((scope) => granted.has(scope));
      return reply;
    },
    /** Exchanges until nothing is left to pull. */
    async pull() {
      for (let round = 0; round < 100; round++) {
        const reply = await this.exchange();
        if (reply.status !== 200) throw new Error(`exchange: ${reply.status} ${JSON.stringify(reply.body)}`);
        if (!reply.body.more) return rows;
      }
      throw new Error("The pull has no end");
    },
  };
}
