import type { LoopChannel, LoopMessage } from "./loop-ports.ts";
import { openPageChannel } from "./page-channel.ts";

/** Tells other tabs and the service worker of this origin. */
export function openLoopChannel(): LoopChannel & { close(): void } {
  const listeners = new Set<(message: LoopMessage) => void>();
  const channel = openPageChannel("so-truc", (data) => {
    if (isLoopMessage(data)) for (const tell of listeners) tell(data);
  });
  return {
    ...channel,
    listen(tell) {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
  };
}

function isLoopMessage(data: unknown): data is LoopMessage {
  if (typeof data !== "object" || data === null) return false;
  const { type, device } = data as Partial<LoopMessage>;
  return (type === "work" || type === "done") && typeof device === "string";
}
