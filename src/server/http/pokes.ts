/** Says "there is something new" to whoever listens in a commune; carries nothing else. */
export interface Pokes {
  /** Answers how to stop listening. */
  listen(commune: string, device: string, hear: () => void): () => void;
  poke(commune: string, except?: string): void;
}

export function createPokes(): Pokes {
  const communes = new Map<string, Set<{ device: string; hear: () => void }>>();
  return {
    listen(commune, device, hear) {
      const listeners = communes.get(commune) ?? new Set();
      communes.set(commune, listeners);
      const listener = { device, hear };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    poke(commune, except) {
      for (const listener of communes.get(commune) ?? []) {
        if (listener.device !== except) listener.hear();
      }
    },
  };
}
