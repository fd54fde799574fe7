import type { CommuneTx } from "#authority/commune-store.ts";
import { serverDevice, submitAsServer } from "#authority/server-ops.ts";
import type { Person } from "#domain/org/org-kinds.ts";
import type { Fields } from "#domain/record.ts";
import { newId } from "#kernel/ids.ts";
import { cleanLine } from "#kernel/text.ts";
import { chance, clock, codesMeant, hashSecret, newCode } from "../auth/secrets.ts";
import { Problem } from "../problem.ts";
import type { WriteTransaction } from "../store/database.ts";
import { accountNames, accountsOf, insertAccount, insertCode, renameAccount } from "../store/people-store.ts";
import { inCommune } from "../store/sql-commune-store.ts";
import { accountName, foldAccount, sameAccount } from "./account-name.ts";

export const codeLifeMs = 7 * 86_400_000;

/** What an administrator says of a person. */
type PersonDetails = Pick<Person, "name" | "account" | "roles" | "units" | "villages"> & {
  readonly sites?: readonly string[] | undefined;
};

export type PersonChange = { readonly [Key in keyof PersonDetails]?: PersonDetails[Key] | undefined } & {
  readonly active?: boolean | undefined;
};

export interface NewPerson extends PersonDetails {
  readonly passwordHash: string | null;
  readonly id?: string;
}

/** Writes the person's record and account together, as a deed of `by`. Answers the person's id. */
export async function addPerson(
  write: WriteTransaction,
  commune: string,
  person: NewPerson,
  now: number,
  by: string = serverDevice,
): Promise<string> {
  const id = person.id ?? newId(clock, chance);
  const account = accountName(person.account);
  if (sameAccount(account, await accountNames(write.query, commune)) !== undefined) {
    throw new Problem("account-taken", { facts: { account } });
  }
  await insertAccount(write.query, { commune, account, person: id, password_hash: person.passwordHash });
  await inCommune(write.connection, commune, (tx) =>
    submitAsServer(
      tx,
      "org.edit",
      [{ kind: "person", id, create: { ...fieldsOf({ ...person, account }), active: true } }],
      now,
      by,
    ),
  );
  return id;
}

export async function changePerson(
  write: WriteTransaction,
  commune: string,
  id: string,
  change: PersonChange,
  now: number,
  by: string = serverDevice,
): Promise<void> {
  if (change.account !== undefined) {
    const account = accountName(change.account);
    const others = await accountsOf(write.query, commune);
    const taken = others.find((other) => foldAccount(other.account) === foldAccount(account));
    if (taken && taken.person !== id) throw new Problem("account-taken", { facts: { account } });
    if (!taken) await renameAccount(write.query, commune, id, account);
  }
  await inCommune(write.connection, commune, async (tx) => {
    const [row] = await tx.rows([id]);
    if (row?.kind !== "person") throw new Problem("not-found");
    const set = fieldsOf(change);
    if (Object.keys(set).length === 0) return;
    await submitAsServer(tx, "org.edit", [{ kind: "person", id, set }], now, by);
    await requireAdmin(tx, commune, write);
  });
}

/** Nobody may lock everyone out. */
async function requireAdmin(tx: CommuneTx, commune: string, write: WriteTransaction): Promise<void> {
  const people = await write.query
    .selectFrom("accounts")
    .select("person")
    .where("commune", "=", commune)
    .execute();
  const rows = await tx.rows(people.map(({ person }) => person));
  const remains = rows.some((row) => {
    const person = row.body as unknown as Person;
    return person.active && !row.deleted && person.roles.includes("admin");
  });
  if (!remains) throw new Problem("last-admin");
}

/** A fresh one-time code for the person's first or forgotten password; earlier ones end. Shown once, stored hashed. */
export async function issueCode(
  write: WriteTransaction,
  commune: string,
  person: string,
  now: number,
): Promise<{ code: string; expires: number }> {
  const code = newCode();
  const expires = now + codeLifeMs;
  await insertCode(write.query, {
    code_hash: hashSecret(codesMeant(code)[0] ?? code),
    commune,
    person,
    expires_at: expires,
  });
  return { code, expires };
}

function fieldsOf(details: PersonChange): Fields {
  const { name, account, roles, units, villages, sites, active } = details;
  return {
    ...(name === undefined ? {} : { name: cleanLine(name) }),
    ...(account === undefined ? {} : { account: accountName(account) }),
    ...(roles === undefined ? {} : { roles: [...roles] }),
    ...(units === undefined ? {} : { units: [...units] }),
    ...(villages === undefined ? {} : { villages: [...villages] }),
    ...(sites === undefined ? {} : { sites: [...sites] }),
    ...(active === undefined ? {} : { active }),
  };
}
