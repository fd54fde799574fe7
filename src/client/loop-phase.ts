import type { FailureKind } from "#sync/device-store.ts";

/** What the loop is at; there is nothing else that it could be. */
export type Phase =
  | {
      readonly is: "resting";
      /** Until this monotonic time, or a sign. */
      readonly until: number;
      /** What the last round failed by: then only a person or a sign of a link ends the rest early. */
      readonly failed: string | undefined;
      readonly callOff: () => void;
    }
  | {
      readonly is: "sending";
      readonly over: Promise<void>;
      /** Something was saved or is new, so once more after an exchange that went well. */
      readonly more?: boolean;
      /** Somebody asked or a link came meanwhile, so once more after one that failed. */
      readonly sign?: boolean;
    }
  | { readonly is: "stopped" };

/** What came of the last exchange of a round. */
export type End =
  | { readonly ok: true; readonly more: boolean; readonly received: number }
  | { readonly ok: false; readonly failure: FailureKind | "not-signed-in"; readonly retryInMs: number };

/** How long to rest after a round, and what it failed by. */
export interface Rest {
  readonly ms: number;
  readonly failed?: string;
}
