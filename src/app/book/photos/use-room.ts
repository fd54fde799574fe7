import { useEffect, useState } from "react";
import { type StorageState, storageState } from "#client/storage.ts";

/** The room left on this device; null until it is known. */
export function useRoom(): StorageState | null {
  const [room, setRoom] = useState<StorageState | null>(null);
  useEffect(() => {
    let current = true;
    void storageState().then((found) => current && setRoom(found));
    return () => {
      current = false;
    };
  }, []);
  return room;
}
