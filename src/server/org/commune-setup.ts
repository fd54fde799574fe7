import { generateX25519Identity, identityToRecipient } from "age-encryption";
import type { CommuneTx } from "#authority/commune-store.ts";
import { type ServerChange, submitAsServer } from "#authority/server-ops.ts";
import { defaultTemplate } from "#domain/checks/default-template.ts";
import { type OwnableThing, ownableThings, templateOf } from "#domain/checks/owned-things.ts";
import { communeRecordId } from "#domain/org/commune-id.ts";
import type { Fields } from "#domain/record.ts";
import { newId, randomText } from "#kernel/ids.ts";
import { chance, clock, newToken } from "../auth/secrets.ts";
import { sampleUnits as standardUnits } from "../demo/commune.ts";
import { insertCommune } from "../store/communes.ts";
import type { WriteTransaction } from "../store/database.ts";
import { inCommune } from "../store/sql-commune-store.ts";

export interface CommuneDetails {
  readonly name: string;
  readonly code: string;
  readonly villageWord: string;
  readonly villages: readonly string[];
  /** What the one-stop centre has of the things that not every centre has; all of them where nothing is said. */
  readonly owned?: readonly OwnableThing[] | undefined;
}

export const centreSiteId = "site-centre";
export const morningTemplateId = "template-morning";

/** An empty commune with its own epoch and its own key for sealed capsules. Answers its id. */
export async function insertEmptyCommune(write: WriteTransaction, now: number): Promise<string> {
  const id = `c${randomText(chance, 8)}`;
  const capsuleSecret = await generateX25519Identity();
  const capsulePublic = await identityToRecipient(capsuleSecret);
  await insertCommune(write.query, { id, epoch: newEpoch(), capsulePublic, capsuleSecret, now });
  return id;
}

export function newEpoch(): string {
  return newToken().slice(0, 16);
}

/** A new commune with what every commune has: units, its villages, the centre and the morning check. */
export async function createCommune(
  write: WriteTransaction,
  details: CommuneDetails,
  now: number,
): Promise<string> {
  const id = await insertEmptyCommune(write, now);
  await inCommune(write.connection, id, async (tx) => {
    await writeOrg(
      tx,
      [communeChange(details), ...standardChanges(details.owned), ...villageChanges(details)],
      now,
    );
  });
  return id;
}

/** What the first administrator of a commune made by command says of it. */
export async function completeCommune(tx: CommuneTx, details: CommuneDetails, now: number): Promise<void> {
  const { name, code, villageWord, owned } = details;
  await writeOrg(
    tx,
    [
      { kind: "commune", id: communeRecordId, set: { name, code, villageWord } },
      // Nobody has checked anything by it yet: the first version is still to be made.
      ...(owned
        ? [{ kind: "checkTemplate", id: morningTemplateId, set: checkedFields(new Map(), owned) }]
        : []),
      ...villageChanges(details),
    ],
    now,
  );
}

/** Writes organisation records as the server, in ops of a size that any op may have. */
export async function writeOrg(tx: CommuneTx, changes: readonly ServerChange[], now: number): Promise<void> {
  for (let i = 0; i < changes.length; i += 100) {
    await submitAsServer(tx, "org.edit", changes.slice(i, i + 100), now);
  }
}

export function communeChange(details: CommuneDetails, more: Fields = {}): ServerChange {
  const { name, code, villageWord } = details;
  return { kind: "commune", id: communeRecordId, create: { name, code, villageWord, ...more } };
}

/** Units by their canonical names, the centre, and the morning check as the plans describe it. */
function standardChanges(owned?: CommuneDetails["owned"]): ServerChange[] {
  return [
    ...standardUnits.map((unit, order): ServerChange => {
      const { key, name, short, aliases } = unit;
      return { kind: "unit", id: `unit-${key}`, create: { name, short, aliases, order } };
    }),
    templateChange(new Map(), owned),
    {
      kind: "site",
      id: centreSiteId,
      create: {
        name: "Trung tâm Phục vụ hành chính công",
        short: "Trung tâm PVHCC",
        templateId: morningTemplateId,
        order: 0,
      },
    },
  ];
}

/** `equipment`: key in the template → id in the register. */
export function templateChange(
  equipment: ReadonlyMap<string, string>,
  owned?: CommuneDetails["owned"],
): ServerChange {
  const { name, dueTime, opensTime } = defaultTemplate;
  return {
    kind: "checkTemplate",
    id: morningTemplateId,
    create: { name, version: 1, dueTime, opensTime, ...checkedFields(equipment, owned) },
  };
}

/** The groups and items that fit what the centre has. */
function checkedFields(
  equipment: ReadonlyMap<string, string>,
  owned: CommuneDetails["owned"] = ownableThings,
): Fields {
  const { groups, items } = templateOf(new Set(owned));
  return {
    groups,
    items: items.map(({ equipmentKey, ...item }) => ({
      ...item,
      equipment: (equipmentKey && equipment.get(equipmentKey)) || null,
    })),
  };
}

function villageChanges({ villages }: CommuneDetails): ServerChange[] {
  return villages.map((name, order) => ({
    kind: "village",
    id: newId(clock, chance),
    create: { name, order },
  }));
}
