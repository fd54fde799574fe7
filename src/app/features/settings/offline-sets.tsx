import { useEffect, useState } from "react";
import { formatBytes, formatNumber } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { OfflineReady } from "../../shell/offline-ready.tsx";
import { Disclosure } from "../../ui/disclosure.tsx";
import { Facts } from "../../ui/facts.tsx";
import { useWorkerState } from "../../worker-state.ts";

const sets = ["first", "lazy", "later", "admin", "print"] as const;
type SetName = (typeof sets)[number];
interface OfflineSet {
  readonly files: number;
  readonly bytes: number;
}

/** Whether all of the app lies on this device, in a line; set by set where somebody looks. */
export function OfflineSets() {
  const t = useText("settings");
  const { found, isAll } = useOfflineSets();
  const bytes = sets.reduce((sum, name) => sum + (found?.[name].bytes ?? 0), 0);
  const loaded = bytes === 0 ? "notHere" : isAll ? "all" : "some";
  return (
    <>
      <OfflineReady />
      <Disclosure title={t(`offline.${loaded}`, { size: formatBytes(bytes) })}>
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
      </Disclosure>
    </>
  );
}

interface Found {
  readonly found: Record<SetName, OfflineSet> | null;
  /** The worker had kept every file when they were counted. */
  readonly isAll: boolean;
}

/** Read anew when the service worker has finished. */
function useOfflineSets(): Found {
  const { offline } = useWorkerState();
  const [found, setFound] = useState<Found>({ found: null, isAll: false });
  useEffect(() => {
    let current = offline !== "insecure-origin";
    void readSets().then((read) => current && setFound({ found: read, isAll: offline === "ready-all" }));
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
