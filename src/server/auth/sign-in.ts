import { currentRights } from "#authority/rights-check.ts";
import { communeRecordId } from "#domain/org/commune-id.ts";
import type { Commune, Person } from "#domain/org/org-kinds.ts";
import type { ServerContext } from "../context.ts";
import { accountMeant, foldAccount } from "../org/account-name.ts";
import { type CommuneDetails, completeCommune, createCommune } from "../org/commune-setup.ts";
import { addPerson } from "../org/people.ts";
import { Problem } from "../problem.ts";
import { communeCount, communeIds } from "../store/communes.ts";
import type { WriteTransaction } from "../store/database.ts";
import {
  type Account,
  accountNames,
  dropEndedSessions,
  dropSessions,
  findAccount,
  findCode,
  findDevice,
  findSetupLink,
  insertSession,
  insertSetupLink,
  markDevice,
  noteAttempt,
  setPassword,
  spendCode,
  spendSetupLink,
} from "../store/people-store.ts";
import { inCommune } from "../store/sql-commune-store.ts";
import { createBuckets } from "./buckets.ts";
import { type DeviceDetails, registerDevice } from "./devices.ts";
import { longestWaitMs, sessionLifeMs } from "./lives.ts";
import { checkPassword, hashPassword, isPassword } from "./passwords.ts";
import { codesMeant, hashSecret, newToken } from "./secrets.ts";

/** What a device learns at sign-in. */
interface SessionAnswer {
  readonly device: string;
  readonly person: string;
  readonly name: string;
  readonly account: string;
  readonly roles: readonly string[];
  readonly commune: { id: string; name: string; code: string; sample: boolean };
  readonly epoch: string;
  readonly capsuleKey: string;
  readonly serverTime: number;
  readonly letter: string;
  readonly deviceName: string;
}

/** `token` goes into the cookie and nowhere else. */
export interface SignedIn {
  readonly token: string;
  readonly answer: SessionAnswer;
}

export interface SignInService {
  withPassword(given: {
    commune?: string | undefined;
    account: string;
    password: string;
    device: DeviceDetails;
  }): Promise<SignedIn>;
  withCode(given: { code: string; password: string; device: DeviceDetails }): Promise<SignedIn>;
  /** `commune` and `details` announce anew a device that a restored database has forgotten. */
  renew(given: {
    commune?: string | undefined;
    account: string;
    password: string;
    device: string;
    details?: DeviceDetails | undefined;
  }): Promise<SignedIn>;
  setUp(given: {
    token: string;
    commune: CommuneDetails;
    admin: { name: string; account: string; password: string };
    device: DeviceDetails;
  }): Promise<SignedIn>;
  /** A one-time link for the first administrator; `commune` is null while there is none at all. */
  newSetupToken(commune: string | null): Promise<string>;
}

const firstFreeFailures = 3;

export function createSignInService(
  context: Pick<ServerContext, "database" | "now"> & {
    clock: Pick<ServerContext["clock"], "steady" | "isSettled">;
  },
): SignInService {
  const { database, now, clock } = context;
  /** Accounts that do not exist wait as long as those that do. */
  const strangers = new Map<string, { failures: number; wait_until: number }>();
  /** Wrong codes of everybody together: a code has 50 random bits, so that guessing is hopeless at this pace. */
  const wrongCodes = createBuckets(60, 0.5);

  async function onlyCommune(given: string | undefined): Promise<string> {
    if (given !== undefined) return given;
    const communes = await communeIds(database.read);
    const [only] = communes;
    if (!only || communes.length > 1) throw new Problem("commune-needed");
    return only.id;
  }

  /** The account when the password is right; each wrong one after the third makes the next wait longer. */
  async function checked(commune: string, typed: string, password: string): Promise<Account> {
    const name = accountMeant(typed, await accountNames(database.read, commune)) ?? foldAccount(typed);
    const account = await findAccount(database.read, commune, name);
    const key = `${commune}/${name}`;
    const record = account ?? strangers.get(key) ?? { failures: 0, wait_until: 0 };
    const waitMs = record.wait_until - now();
    // A longer wait than any that is ever asked for was noted while the clock was ahead.
    if (waitMs > 0 && waitMs <= longestWaitMs) throw new Problem("busy", { waitMs });
    if (await isPassword(account?.password_hash ?? null, password)) {
      const found = account as Account;
      if (found.failures > 0) {
        await database.write(({ query }) => noteAttempt(query, { ...found, failures: 0, wait_until: 0 }));
      }
      return found;
    }
    await noteFailure(commune, name, key);
    throw new Problem("wrong-password");
  }

  async function noteFailure(commune: string, name: string, key: string): Promise<void> {
    const later = (failures: number) => ({
      failures: failures + 1,
      wait_until:
        failures + 1 < firstFreeFailures
          ? 0
          : now() + Math.min(longestWaitMs, 1000 * 2 ** (failures + 1 - firstFreeFailures)),
    });
    await database.write(async ({ query }) => {
      const account = await findAccount(query, commune, name);
      if (account) return noteAttempt(query, { ...account, ...later(account.failures) });
      if (strangers.size > 10_000) strangers.clear();
      strangers.set(key, later(strangers.get(key)?.failures ?? 0));
    });
  }

  async function open(
    write: WriteTransaction,
    owner: { commune: string; person: string },
    device: { id: string; name: string; letter: string },
  ): Promise<SignedIn> {
    const token = newToken();
    if (clock.isSettled()) await dropEndedSessions(write.query, now());
    await insertSession(write.query, {
      token_hash: hashSecret(token),
      device: device.id,
      expires_at: now() + sessionLifeMs,
    });
    return { token, answer: await answerFor(write, owner, device, now()) };
  }

  return {
    async withPassword(given) {
      const commune = await onlyCommune(given.commune);
      const { person } = await checked(commune, given.account, given.password);
      return database.write(async (write) => {
        const device = await registerDevice(write, { commune, person }, given.device, now());
        return open(write, { commune, person }, device);
      });
    },

    async withCode({ code, password, device: details }) {
      checkPassword(password);
      wrongCodes.requireToken("all", clock.steady());
      const codeHashes = codesMeant(code).map(hashSecret);
      const usable = async (query: WriteTransaction["query"]) => {
        const found = await findCode(query, codeHashes);
        if (!found) {
          wrongCodes.take("all", clock.steady());
          throw new Problem("wrong-code");
        }
        if (found.used_at !== null) throw new Problem("code-used");
        if (found.expires_at < now()) throw new Problem("code-expired");
        return found;
      };
      await usable(database.read);
      const hashed = await hashPassword(password);
      return database.write(async (write) => {
        const { commune, person, code_hash } = await usable(write.query);
        await spendCode(write.query, code_hash, now());
        await setPassword(write.query, commune, person, hashed);
        const device = await registerDevice(write, { commune, person }, details, now());
        return open(write, { commune, person }, device);
      });
    },

    async renew(given) {
      const known = await findDevice(database.read, given.device);
      if (known?.lost) throw new Problem("device-revoked");
      const commune = known?.commune ?? (await onlyCommune(given.commune));
      const { person } = await checked(commune, given.account, given.password);
      if (known && known.person !== person) throw new Problem("wrong-password");
      return database.write(async (write) => {
        const owner = { commune, person };
        if (known) {
          await dropSessions(write.query, known.id);
          const announced = missingOf(known, given.details);
          await markDevice(write.query, known.id, { revoked_at: null, ...announced });
          return open(write, owner, { ...known, ...announced });
        }
        await requireForgotten(write, commune, given.device);
        const device = await registerDevice(write, owner, given.details ?? { name: "" }, now(), given.device);
        return open(write, owner, device);
      });
    },

    async setUp({ token, commune: details, admin, device: browser }) {
      checkPassword(admin.password);
      const tokenHash = hashSecret(token);
      const usable = async (query: WriteTransaction["query"]) => {
        const link = await findSetupLink(query, tokenHash);
        if (!link) throw new Problem("wrong-code");
        const late = link.commune === null && (await communeCount(query)) > 0;
        if (link.used_at !== null || late) throw new Problem("setup-done");
        return link;
      };
      await usable(database.read);
      const passwordHash = await hashPassword(admin.password);
      return database.write(async (write) => {
        const link = await usable(write.query);
        await spendSetupLink(write.query, tokenHash, now());
        const commune = link.commune ?? (await createCommune(write, details, now()));
        if (link.commune)
          await inCommune(write.connection, commune, (tx) => completeCommune(tx, details, now()));
        const person = await addPerson(
          write,
          commune,
          { ...admin, roles: ["admin"], units: [], villages: [], passwordHash },
          now(),
        );
        const device = await registerDevice(write, { commune, person }, browser, now());
        return open(write, { commune, person }, device);
      });
    },

    async newSetupToken(commune) {
      const token = newToken();
      await database.write(({ query }) =>
        insertSetupLink(query, { token_hash: hashSecret(token), commune, created_at: now() }),
      );
      return token;
    },
  };
}

/** What an earlier return left unsaid: an app of before named neither. What is known is never replaced. */
function missingOf(
  known: { name: string; public_key: string | null },
  details: DeviceDetails | undefined,
): { name?: string; public_key?: string } {
  return {
    ...(known.name === "" && details ? { name: details.name } : {}),
    ...(known.public_key === null && details?.key ? { public_key: JSON.stringify(details.key) } : {}),
  };
}

/** An unknown device is taken back only by a commune that was restored and may have forgotten it. */
async function requireForgotten(write: WriteTransaction, commune: string, device: string): Promise<void> {
  const state = await inCommune(write.connection, commune, (tx) => tx.state());
  if (state.pastEpochs.length === 0 || !/^d[0-9a-z]{8}$/.test(device)) throw new Problem("unknown-device");
}

/** Refuses a closed account; else says who signed in, where, and what the device needs to know. */
async function answerFor(
  { connection, query }: WriteTransaction,
  { commune, person }: { commune: string; person: string },
  device: { id: string; name: string; letter: string },
  now: number,
): Promise<SessionAnswer> {
  const keys = await query
    .selectFrom("communes")
    .select("capsule_public")
    .where("id", "=", commune)
    .executeTakeFirstOrThrow();
  return inCommune(connection, commune, async (tx) => {
    const rows = new Map((await tx.rows([communeRecordId, person])).map((row) => [row.id, row.body]));
    const { name, code, sample } = rows.get(communeRecordId) as unknown as Commune;
    const who = rows.get(person) as unknown as Person;
    const rights = currentRights(await tx.rightsOf(person));
    if (!rights.active) throw new Problem("sign-in", { facts: { closed: true } });
    return {
      device: device.id,
      person,
      name: who.name,
      account: who.account,
      roles: rights.roles,
      commune: { id: commune, name, code, sample: sample === true },
      epoch: (await tx.state()).epoch,
      capsuleKey: keys.capsule_public,
      serverTime: now,
      letter: device.letter,
      deviceName: device.name,
    };
  });
}
