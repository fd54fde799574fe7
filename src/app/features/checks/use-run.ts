import { useMemo } from "react";
import { useLocation, useSearchParams } from "react-router";
import { checkRunId, type Slot } from "#domain/checks/check-ids.ts";
import type { Person } from "#domain/org/org-kinds.ts";
import type { DeviceReadTx } from "#sync/device-store.ts";
import { type AskedDay, useAskedDay } from "../../book/checks/asked-day.ts";
import { type RunAddress, readRunPath } from "../../book/checks/run-path.ts";
import {
  type ChecksRead,
  readChecks,
  type SiteCheck,
  siteCheck,
  siteChecks,
} from "../../book/checks/site-checks.ts";
import { useDesk, useLive } from "../../logbook-context.tsx";

/** The check that the address names: `phieu/run/…`, or today's of the first site. */
export interface OpenRun {
  readonly asked: AskedDay;
  readonly day: string;
  readonly slot: Slot;
  /** Undefined while it is read; null when there is no such site or no template. */
  readonly check: SiteCheck | null | undefined;
  /** The address itself is wrong, or names a day that has not come. */
  readonly problem: "unknown" | "future" | null;
}

export function useOpenRun(): OpenRun {
  const { pathname } = useLocation();
  const [search] = useSearchParams();
  const asked = useAskedDay();
  const marker = "/kiem-tra/phieu/";
  const named = pathname.startsWith(marker) ? decodeURIComponent(pathname.slice(marker.length)) : null;
  const address = useMemo(() => (named === null ? null : readRunPath(named)), [named]);
  const site = search.get("diem");
  const slot: Slot = address?.slot ?? (search.get("buoi") === "chieu" ? "afternoon" : "morning");
  const day = address?.day ?? asked.day;
  const mine = (useDesk()?.me?.body as Person | undefined)?.sites;
  const read = useLive((tx) => readWithKept(tx, day, address), [day, address]);
  const check = useMemo(() => {
    if (!read) return undefined;
    if (address) return ofAddress(read, address);
    const all = siteChecks(read, day, slot, mine);
    return all.find((one) => one.site.id === site) ?? all[0] ?? null;
  }, [read, address, day, slot, mine, site]);
  const isUnknown = named !== null && address === null;
  const isFuture = !asked.mustAsk && day > asked.day;
  const problem = isUnknown ? "unknown" : isFuture ? "future" : null;
  return { asked, day, slot, check: problem === null ? check : null, problem };
}

/** What is kept only to be read stands in no list: it is asked for by its address. */
async function readWithKept(tx: DeviceReadTx, day: string, address: RunAddress | null): Promise<ChecksRead> {
  const read = await readChecks(tx, day);
  const row = address ? await tx.row(checkRunId(address)) : undefined;
  return row?.until === undefined ? read : { ...read, runs: [...read.runs, row] };
}

function ofAddress(read: ChecksRead, address: RunAddress): SiteCheck | null {
  const site = read.sites.find((one) => one.id === address.site);
  return site ? siteCheck(read, site, address.day, address.slot, address.template) : null;
}
