import type { ServerChange } from "#authority/server-ops.ts";
import { formatNumber } from "#domain/incidents/speakable-number.ts";
import type { Commune } from "#domain/org/org-kinds.ts";
import { type CalendarDay, dayOf } from "#kernel/calendar.ts";
import { randomText } from "#kernel/ids.ts";
import { registerDevice } from "../auth/devices.ts";
import { hashPassword } from "../auth/passwords.ts";
import { newCode } from "../auth/secrets.ts";
import type { ServerContext } from "../context.ts";
import {
  communeChange,
  insertEmptyCommune,
  morningTemplateId,
  templateChange,
  writeOrg,
} from "../org/commune-setup.ts";
import { addPerson } from "../org/people.ts";
import type { WriteTransaction } from "../store/database.ts";
import { inCommune } from "../store/sql-commune-store.ts";
import { checkHistory } from "./check-history.ts";
import {
  sampleAccounts,
  sampleCommune,
  sampleEquipment,
  sampleSites,
  sampleUnits,
  sampleVillages,
} from "./commune.ts";
import { contactHistory } from "./contact-history.ts";
import {
  type DemoWorld,
  equipmentId,
  personId,
  seededChance,
  siteId,
  startOfHistory,
  unitId,
  villageId,
} from "./deed.ts";
import { DemoRefused } from "./demo-refused.ts";
import { incidentHistory } from "./incident-history.ts";
import { play, type ReceivedDeed } from "./play.ts";
import { purchaseOf, rosterHistory, scenarioHistory } from "./registers.ts";
import { taskHistory } from "./task-history.ts";
import { visitHistory } from "./visit-history.ts";

const seed = 2_008_2025;

/**
 * Makes the sample commune once, all of it or nothing; refuses a database with real communes. Everything goes through
 * the op log, as if people had done it. Answers what to tell whoever started the server.
 */
export async function ensureDemo(context: ServerContext): Promise<string[]> {
  const { database, now } = context;
  const communes = await database.read
    .selectFrom("rows")
    .select("body")
    .where("kind", "=", "commune")
    .execute();
  if (communes.some(({ body }) => (JSON.parse(body) as Commune).sample === true)) {
    return [`Dữ liệu mẫu đã có / The sample commune is there: ${sampleCommune.name}`];
  }
  if (communes.length > 0) throw new DemoRefused();
  const password = context.config.demoPassword ?? newCode();
  const passwordHash = await hashPassword(password);
  await database.write((write) => writeDemo(write, passwordHash, now()));
  const shown = context.config.demoPassword === undefined ? password : "DEMO_PASSWORD";
  return [
    `Dữ liệu mẫu / Sample commune: ${sampleCommune.name}`,
    `Tài khoản / Accounts: ${sampleAccounts.map(({ account }) => account).join(", ")}`,
    `Mật khẩu chung / One password: ${shown}`,
  ];
}

async function writeDemo(write: WriteTransaction, passwordHash: string, now: number): Promise<void> {
  const today = dayOf(now);
  const begin = startOfHistory(today);
  const chance = seededChance(seed);
  const commune = await insertEmptyCommune(write, begin);
  await inCommune(write.connection, commune, (tx) => writeOrg(tx, orgChanges(today), begin));

  const devices = new Map<string, { id: string; letter: string }>();
  for (const { account, name, roles, unit, villages, sites } of sampleAccounts) {
    const places = {
      units: unit ? [unitId(unit)] : [],
      villages: villages.map(villageId),
      sites: sites.map(siteId),
    };
    const person = { id: personId(account), account, name, roles, ...places, passwordHash };
    await addPerson(write, commune, person, begin);
    const owner = { commune, person: personId(account) };
    const details = { name: `Máy của ${name}` };
    devices.set(account, await registerDevice(write, owner, details, begin, `d${randomText(chance, 8)}`));
  }
  const world: DemoWorld = {
    today,
    now,
    chance,
    person: personId,
  };
  await inCommune(write.connection, commune, (tx) =>
    play(tx, numbered(deedsOf(world, begin), devices), devices),
  );
}

function orgChanges(today: CalendarDay): ServerChange[] {
  const { name, code, villageWord, sample, opensAt } = sampleCommune;
  const register = new Map(sampleEquipment.map(({ key }) => [key, equipmentId(key)]));
  return [
    communeChange({ name, code, villageWord, villages: [] }, { sample, opensAt }),
    ...sampleUnits.map(
      (unit, order): ServerChange => ({
        kind: "unit",
        id: unitId(unit.key),
        create: { name: unit.name, short: unit.short, aliases: unit.aliases, order },
      }),
    ),
    ...sampleVillages.map(
      (village, order): ServerChange => ({
        kind: "village",
        id: villageId(village.key),
        create: { name: village.name, order },
      }),
    ),
    templateChange(register),
    ...sampleSites.map(
      (site, order): ServerChange => ({
        kind: "site",
        id: siteId(site.key),
        create: {
          name: site.name,
          short: site.short,
          ...(site.village ? { village: villageId(site.village) } : {}),
          order,
          ...(order === 0 ? { templateId: morningTemplateId } : {}),
        },
      }),
    ),
    ...sampleEquipment.map(
      ({ key, code: tag, name: called, place, kind, site, counter }, index): ServerChange => ({
        kind: "equipment",
        id: equipmentId(key),
        create: {
          ...{ code: tag, name: called, place, sort: kind, site: siteId(site), counter },
          ...purchaseOf(index, today),
        },
      }),
    ),
  ];
}

/** In the order in which the server took them, each person's in the order of doing; nothing is later than now. */
function deedsOf(world: DemoWorld, begin: number): ReceivedDeed[] {
  const checks = checkHistory(world);
  const deeds = [
    ...taskHistory(world, begin + 3_600_000),
    ...checks.deeds,
    ...incidentHistory(world, checks.incidents),
    ...visitHistory(world),
    ...scenarioHistory(world),
    ...rosterHistory(world),
    contactHistory(begin),
  ].sort((a, b) => a.at - b.at);
  const latest = new Map<string, number>();
  return deeds
    .map((deed) => {
      const received = Math.max(deed.at + deed.delayMs, latest.get(deed.account) ?? 0);
      latest.set(deed.account, received);
      return { ...deed, received };
    })
    .filter(({ received }) => received < world.now)
    .sort((a, b) => a.received - b.received);
}

/** Gives every incident the next speakable number of the device that reports it. */
function numbered(
  deeds: readonly ReceivedDeed[],
  devices: ReadonlyMap<string, { letter: string }>,
): ReceivedDeed[] {
  const counts = new Map<string, number>();
  return deeds.map((deed) => ({
    ...deed,
    changes: deed.changes.map((change) => {
      if (change.c !== "create" || change.k !== "incident") return change;
      const count = (counts.get(deed.account) ?? 0) + 1;
      counts.set(deed.account, count);
      const letter = devices.get(deed.account)?.letter ?? "";
      return {
        ...change,
        f: { ...change.f, number: formatNumber({ code: sampleCommune.code, count, letter }) },
      };
    }),
  }));
}
