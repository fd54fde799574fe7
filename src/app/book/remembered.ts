import { useCallback, useState } from "react";
import { useLogbook } from "../logbook-context.tsx";

/** A choice kept on this device for one profile: filters, the village of the last visit. Never content of the book. */
export function useRemembered<T extends object>(name: string, initial: T): [T, (part: Partial<T>) => void] {
  const { profile } = useLogbook();
  const key = `so-truc:${name}:${profile.device}`;
  const [value, setValue] = useState<T>(() => ({ ...initial, ...read<T>(key) }));
  const change = useCallback(
    (part: Partial<T>) =>
      setValue((now) => {
        const next = { ...now, ...part };
        write(key, next);
        return next;
      }),
    [key],
  );
  return [value, change];
}

function read<T>(key: string): Partial<T> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as Partial<T>) : {};
  } catch {
    return {};
  }
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage costs only the memory of a filter.
  }
}
