import { timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { hashSecret } from "../../auth/secrets.ts";
import type { ServerContext } from "../../context.ts";
import { Problem } from "../../problem.ts";

/** Numbers for a watch: with `METRICS_TOKEN` to whoever bears it, else to this machine alone. */
export function addMetricsRoute(app: FastifyInstance, { config, metrics }: ServerContext): void {
  app.get("/metrics", async (request, reply) => {
    const open = config.metricsToken ? bears(request, config.metricsToken) : isLocal(request);
    if (!open) throw new Problem("not-found");
    const { type, body } = await metrics.text();
    return reply.header("cache-control", "no-store").type(type).send(body);
  });
}

/** Hashed first, so that neither length nor content of the token shows in the time it takes. */
function bears(request: FastifyRequest, token: string): boolean {
  const given = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
  return timingSafeEqual(Buffer.from(hashSecret(given)), Buffer.from(hashSecret(token)));
}

/** A proxy on this machine speaks for strangers, and says so. */
function isLocal({ raw, headers }: FastifyRequest): boolean {
  const forwarded = ["x-forwarded-for", "forwarded", "via", "x-real-ip"].some((name) => name in headers);
  const address = raw.socket.remoteAddress ?? "";
  return !forwarded && /^(::ffff:)?127\.|^::1$/.test(address);
}
