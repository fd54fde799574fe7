import { useEffect, useState } from "react";
import { formatBytes, formatNumber } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { OfflineReady } from "../../shell/offline-ready.tsx";
import { Facts } from "../../ui/facts.tsx";
import { useWorkerState } from "../../worker-state.ts";

const sets = ["first", "lazy", "later", "admin", "print"] as const;
type SetName = (typeof sets)[number];
interface OfflineSet {
  readonly files: number;
  readonly bytes: number;
}

/** What of the app lies on this device, set by set, with its size. */
export function OfflineSets() {
  const t = useText("settings");
  const found = useOfflineSets();
  return (
    <>
      <OfflineReady />
      <Facts
        items={sets.map((name) => ({
          term: t(`offline.${name}`),
          value:
            found && found[name].files > 0
              ? t("offline.here", {
                  files: formatNumber(found[name].files),
                  size: formatBytes(found[name].bytes),
                })
              : t("offline.notHere"),
        }))}
      />
    </>
  );
}

/** Read anew when the service worker has finished. */
function useOfflineSets(): Record<SetName, OfflineSet> | null {
  const { offline } = useWorkerState();
  const [found, setFound] = useState<Record<SetName, OfflineSet> | null>(null);
  useEffect(() => {
    let current = offline !== "insecure-origin";
    void readSets().then((read) => current && setFound(read));
    return () => {
      current = false;
    };
  }, [offline]);
  return found;
}

async function readSets(): Promise<Record<SetName, OfflineSet> | null> {
  if (!("caches" in window)) return null;
  const read = Object.fromEntries(sets.map((name) => [name, { files: 0, bytes: 0 }])) as Record<
    SetName,
    { files: number; bytes: number }
  >;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      const set = read[setOf(new URL(request.url).pathname)];
      set.files += 1;
      set.bytes += response ? (await response.blob()).size : 0;
    }
  }
  return read;
}

function setOf(path: string): SetName {
  const folder = /^\/assets\/(lazy|later|admin|print)\//.exec(path)?.[1];
  return (folder as SetName | undefined) ?? "first";
}
