import type { ReactNode } from "react";
import type { StoredRow } from "#sync/device-store.ts";
import { LatePart, lazyPart } from "../../late-part.tsx";
import { OnlyRead } from "../../logbook-context.tsx";

const OnlyReadBanner = lazyPart(async () => (await import("./only-read-banner.tsx")).OnlyReadBanner, "kept");

/** One's own record from another place or role: its page says so and until when, and offers no deed. */
export function OnlyReadFrame({ row, children }: { row: StoredRow | null | undefined; children: ReactNode }) {
  const until = row?.until;
  if (until === undefined) return children;
  return (
    <OnlyRead value>
      <LatePart>
        <OnlyReadBanner until={until} />
      </LatePart>
      {children}
    </OnlyRead>
  );
}

/** Whether it is here only to be read, so that no deed is offered. */
export function isKept(row: StoredRow | null | undefined): boolean {
  return row?.until !== undefined;
}
