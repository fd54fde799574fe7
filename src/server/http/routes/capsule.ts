import type { FastifyInstance, FastifyRequest } from "fastify";
import { largestCapsule } from "#protocol/capsule.ts";
import { createBuckets } from "../../auth/buckets.ts";
import { takeCapsule } from "../../capsule/take-capsule.ts";
import type { ServerContext } from "../../context.ts";
import { Problem } from "../../problem.ts";
import { createGate } from "../gate.ts";
import { requireCaller } from "../sessions.ts";

/** Each lies in memory while it is opened. */
const mostAtOnce = 4;

/** Takes a sealed file of another device's ops and photos from whoever carries it; arriving twice changes nothing. */
export function addCapsuleRoute(app: FastifyInstance, context: ServerContext): void {
  const { now } = context;
  const perDevice = createBuckets(60, 0.5);
  const { hooks } = createGate({ most: mostAtOnce, now });

  /** Before anything of the file is read: it is much larger than what any other call may send. */
  async function knowCarrier(request: FastifyRequest): Promise<void> {
    const carrier = await requireCaller(context, request);
    perDevice.take(carrier.device, now());
  }

  const options = { ...hooks, onRequest: [knowCarrier, hooks.onRequest], bodyLimit: largestCapsule };
  app.post("/api/capsule", options, async (request) => {
    const carrier = await requireCaller(context, request);
    if (!Buffer.isBuffer(request.body) || request.body.length === 0) throw new Problem("bad-capsule");
    const { ops, ...answer } = await takeCapsule(context, carrier.commune, request.body);
    context.pokes.poke(carrier.commune);
    void context.push.afterOps(carrier.commune, answer.device, ops);
    return answer;
  });
}
