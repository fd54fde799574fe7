import type { FastifyInstance } from "fastify";
import { takeCapsule } from "../../capsule/take-capsule.ts";
import type { ServerContext } from "../../context.ts";
import { Problem } from "../../problem.ts";
import { requireCaller } from "../sessions.ts";

/** Takes a sealed file of another device's ops from whoever carries it; arriving twice changes nothing. */
export function addCapsuleRoute(app: FastifyInstance, context: ServerContext): void {
  app.post("/api/capsule", async (request) => {
    const carrier = await requireCaller(context, request);
    if (!Buffer.isBuffer(request.body) || request.body.length === 0) throw new Problem("bad-capsule");
    const { ops, ...answer } = await takeCapsule(context, carrier.commune, new Uint8Array(request.body));
    context.pokes.poke(carrier.commune);
    void context.push.afterOps(carrier.commune, answer.device, ops);
    return answer;
  });
}
