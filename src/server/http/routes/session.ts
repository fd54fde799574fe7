import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { ownableThings } from "#domain/checks/owned-things.ts";
import type { Commune } from "#domain/org/org-kinds.ts";
import { cleanLine } from "#kernel/text.ts";
import { createBuckets } from "../../auth/buckets.ts";
import type { SignInService } from "../../auth/sign-in.ts";
import type { ServerContext } from "../../context.ts";
import { accountName, foldAccount } from "../../org/account-name.ts";
import { communeIds } from "../../store/communes.ts";
import { dropSessions } from "../../store/people-store.ts";
import { parseAs } from "../bodies.ts";
import { isSecure } from "../origin.ts";
import { answerSignedIn, deviceOf, dropSessionCookie, requireCaller } from "../sessions.ts";

const text = z.string().max(400).transform(cleanLine).pipe(z.string().min(1).max(120));
const secret = z.string().min(1).max(200);
/** A public key as a browser exports it; only what names the curve point is kept. */
const key = z
  .object({
    kty: z.literal("EC"),
    crv: z.literal("P-256"),
    x: z.string().max(60),
    y: z.string().max(60),
  })
  .nullish();
const device = z.object({ name: text, key });
const account = z
  .string()
  .max(60)
  .transform(accountName)
  .pipe(z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u));

const setupSchema = z.object({
  token: secret,
  commune: z.object({
    name: text,
    code: z.string().regex(/^[A-Z]{2,6}$/),
    villageWord: text,
    villages: z.array(text).max(200),
    owned: z.array(z.enum(ownableThings)).max(ownableThings.length).optional(),
  }),
  admin: z.object({ name: text, account, password: secret }),
  device,
});
const signInSchema = z.object({
  commune: z.string().max(60).optional(),
  account: z.string().min(1).max(60),
  password: secret,
  device,
});
const firstSchema = z.object({ code: z.string().min(1).max(60), password: secret, device });
const renewSchema = z.object({
  account: z.string().min(1).max(60),
  password: secret,
  /** For a device that a restored server has forgotten; an app of before said neither. */
  commune: z.string().max(60).optional(),
  device: device.optional(),
});

/** Signing in and out, and what the server says of itself before that. */
export function addSessionRoutes(app: FastifyInstance, context: ServerContext, signIn: SignInService): void {
  const attempts = createBuckets(100, 1);
  const limit = (commune: string | undefined, account: string) =>
    attempts.take(`${commune ?? ""}/${foldAccount(account)}`, context.now());

  app.get("/api/hello", async (request) => {
    const communes = await listCommunes(context);
    return {
      app: "so-truc",
      setup: communes.length === 0,
      communes,
      secure: isSecure(context.config, request),
      serverTime: context.now(),
    };
  });

  app.post("/api/setup", async (request, reply) => {
    const given = parseAs(setupSchema, request.body);
    return answerSignedIn(context, request, reply, await signIn.setUp(given));
  });

  app.post("/api/session", async (request, reply) => {
    const given = parseAs(signInSchema, request.body);
    limit(given.commune, given.account);
    return answerSignedIn(context, request, reply, await signIn.withPassword(given));
  });

  app.post("/api/session/first", async (request, reply) => {
    const given = parseAs(firstSchema, request.body);
    return answerSignedIn(context, request, reply, await signIn.withCode(given));
  });

  app.post("/api/session/renew", async (request, reply) => {
    const given = parseAs(renewSchema, request.body);
    limit(given.commune, given.account);
    const renewed = await signIn.renew({
      commune: given.commune,
      account: given.account,
      password: given.password,
      device: deviceOf(request),
      details: given.device,
    });
    return answerSignedIn(context, request, reply, renewed);
  });

  app.delete("/api/session", async (request, reply) => {
    const caller = await requireCaller(context, request);
    await context.database.write(({ query }) => dropSessions(query, caller.device));
    dropSessionCookie(reply, caller.device);
    return { ok: true };
  });
}

async function listCommunes({ database }: ServerContext): Promise<{ id: string; name: string }[]> {
  const ids = await communeIds(database.read);
  const named = await database.read
    .selectFrom("rows")
    .select(["commune", "body"])
    .where("kind", "=", "commune")
    .where("commune", "in", [...ids.map(({ id }) => id), ""])
    .execute();
  const names = new Map(named.map((row) => [row.commune, (JSON.parse(row.body) as Commune).name]));
  return ids.map(({ id }) => ({ id, name: names.get(id) ?? id }));
}
