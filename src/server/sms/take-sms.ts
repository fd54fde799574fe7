import { takeMessage } from "#authority/take-message.ts";
import { parseNumber } from "#domain/incidents/speakable-number.ts";
import type { Commune } from "#domain/org/org-kinds.ts";
import type { Receipt } from "#protocol/exchange.ts";
import type { Op } from "#protocol/op.ts";
import { type PlaceKind, partialOp, placeCode, readSms, type SmsIncident } from "#protocol/sms.ts";
import type { ServerContext } from "../context.ts";
import { Problem } from "../problem.ts";
import { findDevice } from "../store/people-store.ts";
import { takeHow } from "../take-how.ts";
import { isSignedBy, smsKeyOf } from "./device-key.ts";

type Context = Pick<ServerContext, "database" | "store" | "now" | "clock" | "defects">;

export interface TakenSms {
  readonly incident: SmsIncident;
  /** What it stands for. */
  readonly op: Op;
  readonly receipt: Receipt;
}

/**
 * Takes a text message that anyone of the commune pastes, as a deed of the device that wrote it; twice changes nothing.
 * Throws `bad-sms` with the reason in `why`.
 */
export async function takeSms(context: Context, commune: string, text: string): Promise<TakenSms> {
  const { database, store, now } = context;
  const read = readSms(text);
  if (!read.ok) throw bad(read.refusal.code);
  const { incident, body, mac } = read.value;
  const { code, secret } = await communeOf(context, commune);
  if (parseNumber(incident.number)?.code !== code) throw bad("other-commune");
  const device = await findDevice(database.read, incident.device);
  if (device?.commune !== commune) throw bad("unknown-device");
  if (!isSignedBy(smsKeyOf(secret, device.id), body, mac)) throw bad("forged");
  // Its key goes with the phone; what was written before is told by whoever wrote it.
  if (device.lost === 1 || device.revoked_at !== null) throw bad("device-revoked");
  const place = await placeOf(context, commune, incident.place);
  const how = takeHow(context, commune);
  const receipt = await store.transact(commune, (tx) => takeMessage(tx, incident, place, now(), how));
  if (!receipt) throw bad("unknown-device");
  return { incident, receipt, op: partialOp(incident, { person: device.person, epoch: "", place }) };
}

/** The key of a device of this commune, for that device alone. */
export async function smsKeyFor(
  context: Context,
  caller: { commune: string; device: string },
): Promise<string> {
  const { secret } = await communeOf(context, caller.commune);
  return smsKeyOf(secret, caller.device);
}

function bad(why: string): Problem {
  return new Problem("bad-sms", { facts: { why } });
}

async function communeOf({ database }: Context, id: string): Promise<{ code: string; secret: string }> {
  const found = await database.read
    .selectFrom("communes as c")
    .innerJoin("rows as r", (join) => join.onRef("r.commune", "=", "c.id").on("r.kind", "=", "commune"))
    .select(["c.capsule_secret as secret", "r.body as body"])
    .where("c.id", "=", id)
    .executeTakeFirstOrThrow();
  return { secret: found.secret, code: (JSON.parse(found.body) as Commune).code };
}

/** The place of that code, if the commune still has one such place and no other. */
async function placeOf(
  { database }: Context,
  commune: string,
  code: string | null,
): Promise<{ kind: PlaceKind; id: string } | null> {
  if (code === null) return null;
  const kind = code.startsWith("S") ? "site" : "village";
  const rows = await database.read
    .selectFrom("rows")
    .select("id")
    .where("commune", "=", commune)
    .where("kind", "=", kind)
    .where("deleted", "=", 0)
    .execute();
  const [found, other] = rows.filter(({ id }) => placeCode(kind, id) === code);
  return found && !other ? { kind, id: found.id } : null;
}
