import { type ReactNode, useEffect, useState } from "react";
import { LatePart, lazyPart } from "../../late-part.tsx";
import type { AskedDay } from "./asked-day.ts";
import type { SiteCheck } from "./site-checks.ts";

/** The two taps of a normal morning, with the way back: the same from *Hôm nay* and from the page of items. */
export interface AllGoodFlow {
  readonly open: (checkId: string) => void;
  readonly sheet: ReactNode;
}

/** The sheet that stands open: a check, and what was known of it when it was opened. */
export interface OpenSheet {
  readonly id: string;
  readonly last: SiteCheck;
}

const loadPart = () => import("./all-good-part.tsx");
const AllGoodPart = lazyPart(async () => (await loadPart()).AllGoodPart);

/** What the second tap needs is brought as soon as the first screen stands, so that nobody waits for it. */
function useBroughtSoon(): void {
  useEffect(() => {
    void loadPart().catch(() => undefined);
  }, []);
}

export function useAllGood(checks: readonly SiteCheck[], asked: AskedDay): AllGoodFlow {
  useBroughtSoon();
  const [opened, setOpened] = useState<OpenSheet | null>(null);
  return {
    open(id) {
      const last = checks.find((one) => one.id === id);
      setOpened(last ? { id, last } : null);
    },
    sheet: opened ? (
      <LatePart>
        <AllGoodPart opened={opened} setOpened={setOpened} checks={checks} asked={asked} />
      </LatePart>
    ) : null,
  };
}
