import * as z from "zod";
import type { Notices } from "../store/notices.ts";

/** Says "there is something new" to whoever listens in a commune; carries nothing else. */
export interface Pokes {
  /** Answers how to stop listening. */
  listen(commune: string, device: string, hear: () => void): () => void;
  poke(commune: string, except?: string): void;
}

const noticeSchema = z.object({ commune: z.string(), except: z.string().optional() });

/** With `notices`, whoever listens at another process of the same database hears it too. */
export function createPokes(notices?: Notices): Pokes {
  const communes = new Map<string, Set<{ device: string; hear: () => void }>>();
  const pokeHere = (commune: string, except?: string) => {
    for (const listener of communes.get(commune) ?? []) {
      if (listener.device !== except) listener.hear();
    }
  };
  notices?.listen(
    (text) => {
      const notice = readNotice(text);
      if (notice) pokeHere(notice.commune, notice.except);
    },
    () => {
      for (const commune of communes.keys()) pokeHere(commune);
    },
  );

  return {
    listen(commune, device, hear) {
      const listeners = communes.get(commune) ?? new Set();
      communes.set(commune, listeners);
      const listener = { device, hear };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    poke(commune, except) {
      pokeHere(commune, except);
      notices?.post(JSON.stringify({ commune, except }));
    },
  };
}

/** Anyone with the database's password may write there: what cannot be read is nothing. */
function readNotice(text: string): z.infer<typeof noticeSchema> | undefined {
  try {
    return noticeSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
