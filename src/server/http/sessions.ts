import type { FastifyReply, FastifyRequest } from "fastify";
import { currentRights } from "#authority/rights-check.ts";
import type { Rights } from "#domain/rights.ts";
import { sessionLifeMs } from "../auth/lives.ts";
import { hashSecret } from "../auth/secrets.ts";
import type { SignedIn } from "../auth/sign-in.ts";
import type { ServerContext } from "../context.ts";
import { Problem } from "../problem.ts";
import { extendSession, findSession } from "../store/people-store.ts";
import { isSecure } from "./origin.ts";

/** Who is calling: named by the cookie of the device, never by the body. */
export interface Caller {
  readonly commune: string;
  readonly device: string;
  readonly person: string;
  readonly letter: string;
  /** Reported lost: may hand over its work and nothing else. */
  readonly lost: boolean;
  readonly tokenHash: string;
  readonly expiresAt: number;
}

const deviceName = /^[a-z0-9]{2,40}$/;

export function deviceOf(request: FastifyRequest): string {
  const header = request.headers["x-device"];
  const asked = header ?? (request.query as { device?: unknown } | undefined)?.device;
  if (typeof asked !== "string" || !deviceName.test(asked)) throw new Problem("sign-in");
  return asked;
}

const communes = new WeakMap<FastifyRequest, string>();

/** Whose request it is; undefined while nobody has asked who is calling. */
export function communeOf(request: FastifyRequest): string | undefined {
  return communes.get(request);
}

/** The caller of this request, or a `sign-in` refusal. */
export async function requireCaller(context: ServerContext, request: FastifyRequest): Promise<Caller> {
  const device = deviceOf(request);
  const token = request.cookies[`st.${device}`];
  if (!token) throw new Problem("sign-in");
  const tokenHash = hashSecret(token);
  const session = await findSession(context.database.read, tokenHash);
  if (!session || session.device !== device || session.expires_at < context.now())
    throw new Problem("sign-in");
  const { commune, person, letter, lost, expires_at: expiresAt } = session;
  communes.set(request, commune);
  const wall = Number(request.headers["x-clock"]);
  if (Number.isSafeInteger(wall)) context.clock.hear(device, wall);
  return { commune, device, person, letter, lost: lost === 1, tokenHash, expiresAt };
}

/** A caller whose account is open and whose device is not lost, with today's rights. */
export async function requireActive(
  context: ServerContext,
  request: FastifyRequest,
): Promise<Caller & { rights: Rights }> {
  const caller = await requireCaller(context, request);
  if (caller.lost) throw new Problem("sign-in");
  const rights = await readRights(context, caller);
  if (!rights.active) throw new Problem("sign-in", { facts: { closed: true } });
  return { ...caller, rights };
}

export async function requireAdmin(context: ServerContext, request: FastifyRequest): Promise<Caller> {
  const caller = await requireActive(context, request);
  if (!caller.rights.roles.includes("admin")) throw new Problem("forbidden");
  return caller;
}

/** Today's rights of the caller. */
export async function readRights(
  { database }: Pick<ServerContext, "database">,
  caller: Pick<Caller, "commune" | "person">,
): Promise<Rights> {
  const found = await database.read
    .selectFrom("rights")
    .select(["from_time", "rights"])
    .where("commune", "=", caller.commune)
    .where("person", "=", caller.person)
    .orderBy("from_time")
    .execute();
  return currentRights(
    found.map(({ from_time, rights }) => ({ ...(JSON.parse(rights) as Rights), from: from_time })),
  );
}

function setSessionCookie(
  context: ServerContext,
  request: FastifyRequest,
  reply: FastifyReply,
  of: {
    device: string;
    token: string;
  },
): void {
  reply.setCookie(`st.${of.device}`, of.token, {
    path: "/api",
    httpOnly: true,
    sameSite: "strict",
    secure: isSecure(context.config, request),
    maxAge: sessionLifeMs / 1000,
  });
}

export function dropSessionCookie(reply: FastifyReply, device: string): void {
  reply.clearCookie(`st.${device}`, { path: "/api" });
}

export function answerSignedIn(
  context: ServerContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { token, answer }: SignedIn,
) {
  setSessionCookie(context, request, reply, { device: answer.device, token });
  return answer;
}

/** A session lasts 90 days from its last use; written at most once a day, since each write costs a disk flush. */
export async function renewSession(
  context: ServerContext,
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Caller,
): Promise<void> {
  const expiresAt = context.now() + sessionLifeMs;
  // One that would last longer was begun while the clock was ahead.
  if (Math.abs(expiresAt - caller.expiresAt) < 86_400_000) return;
  await context.database.write(({ query }) => extendSession(query, caller.tokenHash, expiresAt));
  const token = request.cookies[`st.${caller.device}`];
  if (token) setSessionCookie(context, request, reply, { device: caller.device, token });
}
