import { asSeen, cleanLine, fold, toneLast } from "#kernel/text.ts";
import type { Role } from "../../rights.ts";
import { findByName, type Lineage, sameNameKey } from "../lineage.ts";
import type { Person, Site } from "../org-kinds.ts";
import { type LineNote, type PlannedLine, repeatedOn, stateOf } from "./import-lines.ts";

/** One person as a spreadsheet has it: words, nothing resolved. */
export interface PersonLine {
  readonly line: number;
  readonly name: string;
  readonly account: string;
  readonly roles: string;
  readonly units: string;
  readonly villages: string;
  readonly sites: string;
}

export interface KnownOrg {
  readonly commune: string;
  readonly people: readonly { readonly id: string; readonly body: Person }[];
  readonly units: readonly { readonly id: string; readonly body: Lineage }[];
  readonly villages: readonly { readonly id: string; readonly body: Lineage }[];
  readonly sites: readonly KnownSite[];
}

type KnownSite = { readonly id: string; readonly body: Pick<Site, "name" | "short" | "closedOn"> };

export interface PlannedPerson extends PlannedLine {
  readonly name: string;
  readonly account: string;
  readonly roles: readonly Role[];
  readonly units: readonly string[];
  readonly villages: readonly string[];
  readonly sites: readonly string[];
  /** Of the person who has the account already. */
  readonly id: string | null;
}

/** How offices write the roles; the codes themselves are understood as well. */
const roleWords: Readonly<Record<Role, readonly string[]>> = {
  centre: [
    "trung tam",
    "trung tam hanh chinh cong",
    "trung tam phuc vu hanh chinh cong",
    "mot cua",
    "can bo mot cua",
  ],
  village: ["to cong nghe so", "to cong nghe so cong dong", "to cnscd", "tinh nguyen vien"],
  responder: ["to ung cuu", "ung cuu", "doi phan ung nhanh"],
  security: ["cong an", "cong an xa", "cong an phuong"],
  coordinator: ["dau moi", "dau moi theo doi ke hoach", "theo doi ke hoach"],
  unit: ["can bo chuyen mon", "chuyen mon", "can bo don vi"],
  leader: ["lanh dao", "lanh dao xa", "chu tich", "pho chu tich"],
  admin: ["quan tri", "quan tri xa", "quan tri vien"],
  province: ["cap tinh", "tinh"],
};
const roleOf = new Map(
  Object.entries(roleWords).flatMap(([role, words]) => [
    [role, role as Role] as const,
    ...words.map((word) => [word, role as Role] as const),
  ]),
);

/** Accounts that read the same are one. */
const sameAccount = (account: string) => toneLast(asSeen(account));

const accountShape = /^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u;
const longestName = 120;

/** Reads every line against the book; nothing is guessed but the account of a line that leaves it out. */
export function planPeople(lines: readonly PersonLine[], known: KnownOrg): PlannedPerson[] {
  const byAccount = new Map(known.people.map((one) => [sameAccount(one.body.account), one]));
  const named = giveAccounts(lines, known);
  const twice = repeatedOn(named.map(({ line, account }) => [line, sameAccount(account)]));
  const sameName = repeatedOn(named.map(({ line, name }) => [line, fold(name)]));
  const holders = new Map(known.people.map((one) => [fold(one.body.name), one.body.account]));
  return named.map((line): PlannedPerson => {
    const wrong: LineNote[] = [];
    const look: LineNote[] = [];
    const name = cleanLine(line.name);
    const person = byAccount.get(sameAccount(line.account));
    if (name === "") wrong.push({ code: "name-missing" });
    else if (name.length > longestName) wrong.push({ code: "name-long" });
    if (line.account !== "" && !accountShape.test(line.account))
      wrong.push({ code: "account-shape", value: line.account });
    const other = twice.get(line.line);
    if (other !== undefined) wrong.push({ code: "account-twice", value: line.account, line: other });
    if (person && !person.body.active) wrong.push({ code: "account-closed", value: line.account });
    const roles = rolesIn(line.roles, wrong);
    const units = namesIn(line.units, known.units, known.commune, "unit", wrong);
    const villages = namesIn(line.villages, known.villages, known.commune, "village", wrong);
    const sites = namesIn(line.sites, openFirst(known.sites), known.commune, "site", wrong);
    const twin = sameName.get(line.line);
    if (twin !== undefined && other === undefined) look.push({ code: "name-twice", line: twin });
    const holder = holders.get(fold(name));
    if (!person && holder !== undefined) look.push({ code: "name-known", value: holder });
    if (roles.includes("village") && villages.length === 0) look.push({ code: "no-village" });
    look.push(...closedAmong(sites, known.sites));
    const read = { name, roles, units, villages, sites };
    const changes = person ? differences(read, person.body) : [];
    if (changes.includes("name")) look.push({ code: "other-name", value: person?.body.name ?? "" });
    return {
      ...{ line: line.line, wrong, look, changes, account: line.account, id: person?.id ?? null },
      ...read,
      state: stateOf(wrong, person !== undefined, changes),
    };
  });
}

function differences(
  read: Pick<PlannedPerson, "name" | "roles" | "units" | "villages" | "sites">,
  body: Person,
): string[] {
  const sameSet = (a: readonly string[], b: readonly string[]) =>
    a.length === b.length && [...a].sort().join() === [...b].sort().join();
  return [
    ...(read.name === body.name ? [] : ["name"]),
    ...(sameSet(read.roles, body.roles) ? [] : ["roles"]),
    // A column that is empty says nothing.
    ...(read.units.length === 0 || sameSet(read.units, body.units) ? [] : ["units"]),
    ...(read.villages.length === 0 || sameSet(read.villages, body.villages) ? [] : ["villages"]),
    ...(read.sites.length === 0 || sameSet(read.sites, body.sites ?? []) ? [] : ["sites"]),
  ];
}

/** A centre that moved may leave its name to the new place: what is still checked is meant. */
function openFirst(sites: readonly KnownSite[]): readonly KnownSite[] {
  const open = new Set(sites.filter(({ body }) => !body.closedOn).map(({ body }) => sameNameKey(body.name)));
  return sites.filter(({ body }) => !body.closedOn || !open.has(sameNameKey(body.name)));
}

function closedAmong(ids: readonly string[], sites: readonly KnownSite[]): LineNote[] {
  const closed = sites.filter(({ id, body }) => ids.includes(id) && body.closedOn);
  return closed.map(({ body }) => ({ code: "site-closed", value: body.name }));
}

function rolesIn(text: string, wrong: LineNote[]): Role[] {
  const found = new Set<Role>();
  const parts = partsOf(text, /[;,\n]/);
  if (parts.length === 0) wrong.push({ code: "role-missing" });
  for (const part of parts) {
    const role = roleOf.get(fold(part));
    if (role) found.add(role);
    else wrong.push({ code: "role-unknown", value: part });
  }
  return [...found];
}

/** A list of names; names hold commas themselves, so the longest that is known is taken first. */
function namesIn(
  text: string,
  rows: readonly { readonly id: string; readonly body: Lineage }[],
  commune: string,
  kind: "unit" | "village" | "site",
  wrong: LineNote[],
): string[] {
  const found = new Set<string>();
  for (const part of partsOf(text, /[;\n]/)) {
    const words = part.split(",");
    for (let at = 0; at < words.length; ) {
      let taken = 0;
      for (let end = words.length; end > at && taken === 0; end--) {
        const hit = findByName(rows, words.slice(at, end).join(",").trim(), commune);
        if (hit === "none") continue;
        if (hit === "many")
          wrong.push({ code: `${kind}-many`, value: words.slice(at, end).join(",").trim() });
        else found.add(hit.id);
        taken = end - at;
      }
      if (taken === 0) {
        const value = (words[at] ?? "").trim();
        if (value !== "") wrong.push({ code: `${kind}-unknown`, value });
      }
      at += Math.max(1, taken);
    }
  }
  return [...found];
}

function partsOf(text: string, cut: RegExp): string[] {
  return text
    .split(cut)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** A line without an account gets one from its name, the same each time: Nguyễn Thị Lan → lannt, lannt2. */
function giveAccounts(lines: readonly PersonLine[], known: KnownOrg): PersonLine[] {
  const holder = new Map(known.people.map((one) => [one.body.account, sameNameKey(one.body.name)]));
  const typed = lines.map((line) => ({
    ...line,
    account: asSeen(line.account),
  }));
  const taken = new Set(typed.map((line) => line.account).filter((account) => account !== ""));
  return typed.map((line) => {
    if (line.account !== "" || line.name.trim() === "") return line;
    const base = accountFrom(line.name);
    if (base.length < 2) return line;
    for (let number = 1; ; number++) {
      const account = number === 1 ? base : `${base}${number}`;
      const belongs = holder.get(account);
      if (taken.has(account) || (belongs !== undefined && belongs !== sameNameKey(line.name))) continue;
      taken.add(account);
      return { ...line, account };
    }
  });
}

/** The given name and the initials before it. */
export function accountFrom(name: string): string {
  const words = fold(name)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const given = words.at(-1) ?? "";
  return (
    given +
    words
      .slice(0, -1)
      .map((word) => word[0])
      .join("")
  ).slice(0, 36);
}
