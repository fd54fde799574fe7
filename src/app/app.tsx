import { BrowserRouter } from "react-router";
import type { Logbook } from "#client/logbook.ts";
import type { PageHost } from "#client/page-host.ts";
import { OpenBookProvider, type Trouble } from "./open-book.tsx";
import { AppRoutes } from "./routes.tsx";
import { AppErrorBoundary } from "./shell/error-boundary.tsx";
import { LiveRegion } from "./ui/live-region.tsx";

/** Router, open book and the net under every screen. */
export function App({
  host,
  first,
  trouble,
  profiles,
  lost,
}: {
  host: PageHost;
  first: Logbook | null;
  trouble: Trouble | null;
  profiles: boolean;
  lost: number;
}) {
  return (
    <AppErrorBoundary>
      <BrowserRouter>
        <OpenBookProvider host={host} first={first} trouble={trouble} profiles={profiles} lost={lost}>
          <AppRoutes />
        </OpenBookProvider>
      </BrowserRouter>
      <LiveRegion />
    </AppErrorBoundary>
  );
}
