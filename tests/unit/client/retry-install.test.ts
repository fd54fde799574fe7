import { expect, it } from "vitest";
import { retryInstalls } from "#client/retry-install.ts";

/** A version that a browser installs, and a registration that tells of it. */
class Version {
  state = "installing";
  readonly #tells: (() => void)[] = [];
  addEventListener(_type: string, tell: () => void) {
    this.#tells.push(tell);
  }
  becomes(state: string) {
    this.state = state;
    for (const tell of this.#tells) tell();
  }
}

class Registration {
  installing: Version | null = new Version();
  readonly #tells: (() => void)[] = [];
  addEventListener(_type: string, tell: () => void) {
    this.#tells.push(tell);
  }
  finds(version: Version) {
    this.installing = version;
    for (const tell of this.#tells) tell();
  }
}

function scene(again: () => Promise<Registration>) {
  const waits: { ms: number; work: () => void }[] = [];
  const registration = new Registration();
  retryInstalls(registration, {
    schedule: (ms, work) => {
      waits.push({ ms, work });
      return () => undefined;
    },
    again,
  });
  return { registration, waits };
}

it("tries a version again that could not be installed, later and later", async () => {
  const made: Registration[] = [];
  const t = scene(async () => {
    made.push(new Registration());
    return made.at(-1) as Registration;
  });
  t.registration.installing?.becomes("redundant");
  for (let round = 0; round < 8; round++) {
    expect(t.waits).toHaveLength(round + 1);
    t.waits[round]?.work();
    await Promise.resolve();
    made[round]?.installing?.becomes("redundant");
  }
  const pauses = t.waits.map(({ ms }) => ms / 1000);
  expect(pauses).toEqual([20, 40, 80, 160, 320, 640, 900, 900, 900]);
});

it("leaves alone what was installed and only later replaced", () => {
  const t = scene(async () => new Registration());
  t.registration.installing?.becomes("installed");
  t.registration.installing?.becomes("redundant");
  expect(t.waits).toEqual([]);
});

it("sees a later version that fails, and begins with a short pause after one that was installed", async () => {
  const t = scene(async () => t.registration);
  t.registration.installing?.becomes("redundant");
  t.waits[0]?.work();
  await Promise.resolve();
  const good = new Version();
  t.registration.finds(good);
  good.becomes("installed");
  const bad = new Version();
  t.registration.finds(bad);
  bad.becomes("redundant");
  expect(t.waits.map(({ ms }) => ms)).toEqual([20_000, 20_000]);
});

it("goes on while the browser cannot even ask", async () => {
  const t = scene(async () => {
    throw new TypeError("no link");
  });
  t.registration.installing?.becomes("redundant");
  t.waits[0]?.work();
  await Promise.resolve();
  await Promise.resolve();
  expect(t.waits.map(({ ms }) => ms)).toEqual([20_000, 40_000]);
});
