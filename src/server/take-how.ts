import type { TakeHow } from "#authority/take-one.ts";
import type { ServerContext } from "./context.ts";

/** How this server takes ops at this moment. */
export function takeHow({ clock, defects }: Pick<ServerContext, "clock" | "defects">): TakeHow {
  return {
    ...(clock.isSound() ? {} : { inDoubt: true }),
    onDefect: ({ device, n, action }, error) => defects.report("op", `${device}/${n} ${action}`, error),
  };
}
