import type { FastifyInstance } from "fastify";
import type { ServerContext } from "../../context.ts";
import { requireActive } from "../sessions.ts";

const heartbeatMs = 25_000;

/** An event stream that says only that there is something new. */
export function addPokeRoute(app: FastifyInstance, context: ServerContext): void {
  const open = new Set<() => void>();
  app.addHook("preClose", async () => {
    for (const end of open) end();
  });

  app.get("/api/poke", async (request, reply) => {
    const caller = await requireActive(context, request);
    reply.hijack();
    const stream = reply.raw;
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) stream.setHeader(name, value);
    }
    stream.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    stream.write(": open\n\n");
    const stop = context.pokes.listen(caller.commune, caller.device, () =>
      stream.write("event: poke\ndata: 1\n\n"),
    );
    const beat = setInterval(() => stream.write(": beat\n\n"), heartbeatMs);
    const end = () => stream.end();
    open.add(end);
    stream.on("close", () => {
      stop();
      clearInterval(beat);
      open.delete(end);
    });
  });
}
