import type { LoopChannel, LoopMessage } from "./loop-ports.ts";

const channelName = "so-truc";

/** Tells other tabs and the service worker of this origin; a browser without channels simply tells nobody. */
export function openLoopChannel(): LoopChannel & { close(): void } {
  const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(channelName) : undefined;
  return {
    post: (message) => channel?.postMessage(message),
    listen(tell) {
      const hear = (event: MessageEvent) => {
        if (isLoopMessage(event.data)) tell(event.data);
      };
      channel?.addEventListener("message", hear);
      return () => channel?.removeEventListener("message", hear);
    },
    close: () => channel?.close(),
  };
}

function isLoopMessage(data: unknown): data is LoopMessage {
  if (typeof data !== "object" || data === null) return false;
  const { type, device } = data as Partial<LoopMessage>;
  return (type === "work" || type === "done") && typeof device === "string";
}
