import { describe, expect, it } from "vitest";
import { environment, readConfig } from "#server/config.ts";
import { sampleAccounts, sampleUnits } from "#server/demo/commune.ts";
import { codeIn, filesUnder, firstCells, papers, read, section } from "./papers.ts";

/** README is for whoever looks after the server: every name in it is one that the program knows. */
const readme = read("README.md");
const scripts: Record<string, string> = JSON.parse(read("package.json")).scripts;

/** The row of a table whose first cell names this. */
function rowOf(name: string): string {
  const row = readme
    .split("\n")
    .find((line) => line.startsWith("|") && codeIn(line.split("|")[1] ?? "").includes(name));
  if (row === undefined) throw new Error(`No row of ${name}`);
  return row;
}

describe("the addresses of README", () => {
  const asRoutes = (paths: readonly string[]) =>
    paths.map((path) => path.replace(/^\//, "").replace(/…$/, "*")).sort();

  it("are those of the app, all of them and no other", () => {
    const told = codeIn(section(readme, "Đường dẫn trong ứng dụng")).filter((one) => one.startsWith("/"));
    const code = read("src/app/routes.tsx") + read("src/app/book-routes.tsx");
    const routes = [...code.matchAll(/<Route path="([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(asRoutes(told)).toEqual(["", ...routes.filter((path) => path !== "*")].sort());
    expect(code).toContain("<Route index");
    expect(told.length).toBeGreaterThan(50);
  });
});

describe("the environment of README", () => {
  const table = section(readme, "Chạy").split("| biến môi trường")[1] ?? "";

  it("is what the server reads, every variable and no other", () => {
    const told = firstCells(table).flatMap(codeIn);
    expect(told.sort()).toEqual(Object.keys(environment.shape).sort());
  });

  it("has the defaults that the server takes", () => {
    const config = readConfig({}, []);
    const cell = (name: string) => rowOf(name).split("|")[2]?.trim();
    expect(cell("PORT")).toBe(`${config.port}, ${config.host}`);
    expect(cell("LOG_LEVEL")).toBe(config.logLevel);
    expect(cell("LOG_KEEP_DAYS")).toBe(String(config.logKeepDays));
    expect(config.dataDir).toBe(`${process.cwd()}/${codeIn(cell("DATA_DIR") ?? "")[0]}`);
    expect(config.backupDir).toBe(`${config.dataDir}/backups`);
    expect(cell("BACKUP_DIR")).toBe("`DATA_DIR/backups`");
    expect(config.appDir.endsWith(`/${codeIn(cell("APP_DIR") ?? "")[0]}`)).toBe(true);
    for (const name of [
      "DATABASE_URL",
      "TLS_CERT",
      "TRUST_PROXY",
      "LOG_DIR",
      "METRICS_TOKEN",
      "PUSH_SERVICES",
    ]) {
      expect(cell(name), name).toBe("–");
    }
    expect(config).toMatchObject({
      databaseUrl: undefined,
      tls: undefined,
      trustProxy: false,
      logDir: undefined,
    });
    expect(config).toMatchObject({ metricsToken: undefined, pushServices: [], backupOffsite: false });
  });
});

describe("the commands", () => {
  it("that any paper, screen or program names are in package.json", () => {
    const places = [
      ...papers,
      ...filesUnder("locales", /\.json$/),
      ...filesUnder("src", /\.tsx?$/),
      ...filesUnder("tests", /\.tsx?$/),
      ...filesUnder(".config", /\.(mjs|ts|service)$/),
    ];
    const named = places.flatMap((place) =>
      [...read(place).matchAll(/\bnpm (?:run (?:-s )?([a-z]+)|(start|test))\b/g)].map(
        (match) => `${place}: ${match[1] ?? match[2]}`,
      ),
    );
    expect(named.filter((one) => !((one.split(": ")[1] ?? "") in scripts))).toEqual([]);
    expect(named.length).toBeGreaterThan(40);
  });

  it("for whoever looks after the server are all in README", () => {
    const forServer = Object.entries(scripts).filter(([, line]) => line.includes("src/server/ops/"));
    expect(
      forServer.filter(
        ([name]) => !readme.includes(`npm run ${name}`) && !readme.includes(`npm run -s ${name}`),
      ),
    ).toEqual([]);
    expect(forServer.length).toBeGreaterThan(5);
  });

  it("are files that are there", () => {
    const files = Object.values(scripts).flatMap(
      (line) => line.match(/(?:\.config|src|tests)\/[\w./-]+/g) ?? [],
    );
    const all = new Set([
      ...filesUnder("src", /./),
      ...filesUnder("tests", /./),
      ...filesUnder(".config", /./),
    ]);
    expect(files.filter((file) => !all.has(file))).toEqual([]);
  });
});

describe("the sample accounts of README", () => {
  const table = section(readme, "Chạy").split("| tài khoản mẫu")[1]?.split("```")[0] ?? "";
  const roleWords: Record<string, string> = JSON.parse(read("locales/vi/common.json")).roles;

  it("are those of the sample commune", () => {
    expect(firstCells(table).flatMap(codeIn).sort()).toEqual(
      sampleAccounts.map(({ account }) => account).sort(),
    );
  });

  it.each(sampleAccounts)("says what $account is", ({ account, name, roles, unit }) => {
    const said = rowOf(account).split("|")[2] ?? "";
    const own = sampleUnits.find(({ key }) => key === unit)?.name;
    const ofRoles = roles.map((role) => roleWords[role]?.replace("{{xa}}", "xã"));
    const words = [...ofRoles, own, name.replace(/ \d+$/, "")].filter((word) => word !== undefined);
    expect(
      words.some((word) => said.includes(word)),
      `${said}: ${words}`,
    ).toBe(true);
  });
});

describe("the numbers to watch", () => {
  it("are among those that the server counts", () => {
    const counted = new Set(read("src/server/ops/metrics.ts").match(/sotruc_[a-z_]+/g));
    const ofNode = /^sotruc_(nodejs|process)_/;
    const named = [...new Set(readme.match(/sotruc_[a-z0-9_]+/g))];
    expect(named.filter((name) => !counted.has(name) && !ofNode.test(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });
});

describe("the screens and buttons of README", () => {
  it("bear the names that the app gives them", () => {
    const ofPhones = /^(Cài đặt → Bảo mật|Cài đặt chung)/;
    const quoted = [
      ...readme.replace(/^\*Sổ Trực is[\s\S]*?\*$/m, "").matchAll(/(?<!\*)\*(?!\*)([^*]+)\*(?!\*)/g),
    ]
      .map((match) => (match[1] ?? "").replace(/\s+/g, " "))
      .filter((text) => /^\p{Lu}/u.test(text) && !ofPhones.test(text));
    const words = new Set(
      filesUnder("locales/vi", /\.json$/).flatMap((file) => [...textsOf(JSON.parse(read(file)))]),
    );
    const wrong = quoted.flatMap((text) => text.split(" → ")).filter((part) => !words.has(part));
    expect(wrong.filter((name) => name !== "Xã Mẫu")).toEqual([]);
    expect(quoted.length).toBeGreaterThan(8);
  });
});

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null)
    for (const inner of Object.values(value)) yield* textsOf(inner);
}
