import type { TakeHow } from "#authority/take-one.ts";
import type { ServerContext } from "./context.ts";
import { isOfDatabase } from "./problem.ts";

/** How this server takes a commune's ops at this moment. */
export function takeHow(
  { clock, defects }: Pick<ServerContext, "clock" | "defects">,
  commune: string,
): TakeHow {
  return {
    ...(clock.isSound() ? {} : { inDoubt: true }),
    onDefect({ device, n, action }, error) {
      // Nothing is wrong with the op: all of the exchange is asked again.
      if (isOfDatabase(error)) throw error;
      defects.report("op", `${device}/${n} ${action}`, error, commune);
    },
  };
}
