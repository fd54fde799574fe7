import type { ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";

export interface Drain {
  /** Resolves when no new request has come for `quietMs`, or after `mostMs`: whoever sends them goes elsewhere by now. */
  quiet(quietMs: number, mostMs: number): Promise<void>;
}

/** A server that is told to stop answers what it has begun to hear, for so long at most; then it hangs up. */
export function finishAnswers(app: FastifyInstance, longestMs: number): Drain {
  const open = new Set<ServerResponse>();
  let allEnded = () => {};
  let heard = () => {};
  app.server.on("request", (_request, response: ServerResponse) => {
    heard();
    open.add(response);
    response.once("close", () => {
      open.delete(response);
      if (open.size === 0) allEnded();
    });
  });
  app.addHook("preClose", async () => {
    if (open.size === 0) return;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, longestMs);
      allEnded = () => {
        clearTimeout(timer);
        done();
      };
    });
  });

  return {
    quiet: (quietMs, mostMs) =>
      new Promise((done) => {
        let silence = setTimeout(end, quietMs);
        const most = setTimeout(end, mostMs);
        heard = () => {
          clearTimeout(silence);
          silence = setTimeout(end, quietMs);
        };
        function end() {
          heard = () => {};
          clearTimeout(silence);
          clearTimeout(most);
          done();
        }
      }),
  };
}
