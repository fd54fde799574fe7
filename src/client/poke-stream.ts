import type { Poke } from "./loop-ports.ts";

/** The server's event stream: it says only that there is something new. */
export function pokeStream(device: string): Poke {
  return (onPoke, onLost) => {
    if (typeof EventSource !== "function") return () => undefined;
    const stream = new EventSource(`/api/poke?device=${encodeURIComponent(device)}`);
    stream.addEventListener("poke", onPoke);
    // The loop decides when to try again; the stream's own retries would drain the battery while the link is down.
    stream.addEventListener("error", () => {
      stream.close();
      onLost();
    });
    return () => stream.close();
  };
}
