import type { FastifyInstance } from "fastify";
import * as z from "zod";
import type { DeviceState } from "#authority/commune-store.ts";
import type { Person } from "#domain/org/org-kinds.ts";
import { roles } from "#domain/rights.ts";
import { DAY_MS } from "#kernel/calendar.ts";
import { cleanLine } from "#kernel/text.ts";
import type { ServerContext } from "../../context.ts";
import { eraseForEver } from "../../ops/erase.ts";
import { erasedByDay } from "../../ops/erase-ended.ts";
import { accountName } from "../../org/account-name.ts";
import { addPerson, changePerson, issueCode } from "../../org/people.ts";
import { Problem } from "../../problem.ts";
import {
  accountsOf,
  devicesOf,
  dropSessions,
  findDevice,
  markDevice,
  openCodes,
} from "../../store/people-store.ts";
import { inCommune } from "../../store/sql-commune-store.ts";
import { parseAs } from "../bodies.ts";
import { originOf } from "../origin.ts";
import { type Caller, requireActive, requireAdmin } from "../sessions.ts";

const text = z.string().max(400).transform(cleanLine).pipe(z.string().min(1).max(120));
const id = z.string().min(1).max(160);
const ids = z.array(id).max(300);
const account = z
  .string()
  .max(60)
  .transform(accountName)
  .pipe(z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u));

const personSchema = z.object({
  name: text,
  account,
  roles: z.array(z.enum(roles)).max(roles.length),
  units: ids.default([]),
  villages: ids.default([]),
  sites: ids.optional(),
});
const changeSchema = z.object({
  name: text.optional(),
  account: account.optional(),
  roles: z.array(z.enum(roles)).max(roles.length).optional(),
  units: ids.optional(),
  villages: ids.optional(),
  sites: ids.optional(),
  active: z.boolean().optional(),
});
const idParams = z.object({ id });
const nameSchema = z.object({ name: text });
const revokeSchema = z.object({ lost: z.boolean().default(false) });
const eraseSchema = z.object({ record: id });

/** What the administrator of a commune does; every route is for that commune alone. */
export function addAdminRoutes(app: FastifyInstance, context: ServerContext): void {
  addPeopleRoutes(app, context);
  addDeviceRoutes(app, context);
  const { backups, database, erasures, pokes, now } = context;

  app.get("/api/admin/backups", async (request) => {
    await requireAdmin(context, request);
    return backups.list();
  });
  app.post("/api/admin/backups", async (request) => {
    await requireAdmin(context, request);
    await backups.make();
    return backups.list();
  });

  app.get("/api/admin/erased", async (request) => {
    const { commune } = await requireAdmin(context, request);
    return { days: await erasedByDay(database.read, commune, now() - 365 * DAY_MS) };
  });

  app.post("/api/admin/erase", async (request) => {
    const caller = await requireAdmin(context, request);
    const { record } = parseAs(eraseSchema, request.body);
    const mark = { commune: caller.commune, id: record, at: now(), by: caller.person };
    await requireRecord(context, caller, record);
    // The mark outside the database comes first: whatever happens next, a restore will honour it.
    await erasures.append(mark);
    const erased = await database.write((write) => eraseForEver(write, mark, context.config));
    await database.scrub();
    pokes.poke(caller.commune);
    return { erased };
  });
}

async function requireRecord({ database }: ServerContext, caller: Caller, record: string): Promise<void> {
  const found = await database.read
    .selectFrom("op_records")
    .select("seq")
    .where("commune", "=", caller.commune)
    .where("record", "=", record)
    .limit(1)
    .executeTakeFirst();
  if (!found) throw new Problem("not-found");
}

function addPeopleRoutes(app: FastifyInstance, context: ServerContext): void {
  const { database, pokes, now } = context;

  app.get("/api/admin/people", async (request) => {
    const { commune } = await requireAdmin(context, request);
    const [accounts, codes] = [
      await accountsOf(database.read, commune),
      await openCodes(database.read, commune, now()),
    ];
    const byPerson = new Map(accounts.map((one) => [one.person, one]));
    const codeOf = new Map(codes.map((one) => [one.person, one.expires_at]));
    const rows = await database.read
      .selectFrom("rows")
      .select(["id", "body"])
      .where("commune", "=", commune)
      .where("kind", "=", "person")
      .where("deleted", "=", 0)
      .orderBy("id")
      .execute();
    return {
      people: rows.map((row) => {
        const {
          name,
          account: called,
          roles: held,
          units,
          villages,
          sites,
          active,
        } = JSON.parse(row.body) as Person;
        const codeUntil = codeOf.get(row.id);
        return {
          ...{ id: row.id, name, account: called, roles: held, units, villages, sites: sites ?? [], active },
          hasPassword: byPerson.get(row.id)?.password_hash != null,
          ...(codeUntil === undefined ? {} : { codeUntil }),
        };
      }),
    };
  });

  app.post("/api/admin/people", async (request, reply) => {
    const { commune, person: by } = await requireAdmin(context, request);
    const given = parseAs(personSchema, request.body);
    const made = await database.write(async (write) => {
      const person = await addPerson(write, commune, { ...given, passwordHash: null }, now(), by);
      return { id: person, ...(await issueCode(write, commune, person, now())) };
    });
    pokes.poke(commune);
    return reply.code(201).send({ ...made, link: linkFor(originOf(context.config, request), made.code) });
  });

  app.patch("/api/admin/people/:id", async (request) => {
    const { commune, person: by } = await requireAdmin(context, request);
    const params = parseAs(idParams, request.params);
    const change = parseAs(changeSchema, request.body);
    await database.write((write) => changePerson(write, commune, params.id, change, now(), by));
    pokes.poke(commune);
    return { ok: true };
  });

  app.post("/api/admin/people/:id/code", async (request) => {
    const { commune } = await requireAdmin(context, request);
    const params = parseAs(idParams, request.params);
    const made = await database.write(async (write) => {
      const known = await accountsOf(write.query, commune);
      if (!known.some(({ person }) => person === params.id)) throw new Problem("not-found");
      return issueCode(write, commune, params.id, now());
    });
    return { ...made, link: linkFor(originOf(context.config, request), made.code) };
  });
}

/** The code behind `#` never reaches a server's log. */
function linkFor(origin: string, code: string): string {
  return `${origin}/dang-nhap#${code}`;
}

function addDeviceRoutes(app: FastifyInstance, context: ServerContext): void {
  const { database, now } = context;

  app.patch("/api/admin/devices/:id", async (request) => {
    const caller = await requireActive(context, request);
    const params = parseAs(idParams, request.params);
    const { name } = parseAs(nameSchema, request.body);
    await database.write(async ({ query }) => {
      const device = await findDevice(query, params.id);
      const isAdmin = caller.rights.roles.includes("admin");
      if (!device || device.commune !== caller.commune) throw new Problem("not-found");
      if (!isAdmin && device.person !== caller.person) throw new Problem("forbidden");
      await markDevice(query, device.id, { name });
    });
    return { ok: true };
  });

  app.get("/api/admin/devices", async (request) => {
    const { commune } = await requireAdmin(context, request);
    const devices = await devicesOf(database.read, commune);
    const states = await database.read
      .selectFrom("device_states")
      .select(["id", "state"])
      .where("commune", "=", commune)
      .execute();
    const stateOf = new Map(states.map((one) => [one.id, JSON.parse(one.state) as DeviceState]));
    const people = await database.read
      .selectFrom("rows")
      .select(["id", "body"])
      .where("commune", "=", commune)
      .where("kind", "=", "person")
      .execute();
    const nameOf = new Map(people.map((one) => [one.id, (JSON.parse(one.body) as Person).name]));
    return {
      devices: devices.map((device) => {
        const state = stateOf.get(device.id);
        return {
          id: device.id,
          name: device.name,
          letter: device.letter,
          person: device.person,
          personName: nameOf.get(device.person) ?? "",
          createdAt: device.created_at,
          contactAt: state?.contactAt ?? device.created_at,
          outbox: state?.outbox ?? 0,
          received: state?.lastN ?? 0,
          app: state?.app ?? "",
          revokedAt: device.revoked_at,
          lost: device.lost === 1,
        };
      }),
    };
  });

  app.post("/api/admin/devices/:id/revoke", async (request) => {
    const { commune } = await requireAdmin(context, request);
    const params = parseAs(idParams, request.params);
    const { lost } = parseAs(revokeSchema, request.body ?? {});
    await database.write(async (write) => {
      const device = await findDevice(write.query, params.id);
      if (!device || device.commune !== commune) throw new Problem("not-found");
      await markDevice(write.query, device.id, { revoked_at: now(), lost: lost ? 1 : device.lost });
      // A lost device keeps its session for one thing: to hand over what it holds and be told to wipe.
      if (!lost) return dropSessions(write.query, device.id);
      await inCommune(write.connection, commune, async (tx) => {
        const state = await tx.device(device.id);
        if (state) await tx.putDevice({ ...state, lost: true });
      });
    });
    return { ok: true };
  });
}
