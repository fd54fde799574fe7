import type { ExchangeReply, ExchangeRequest } from "#protocol/exchange.ts";
import type { FailureKind } from "./device-store.ts";

/** Carries one exchange. Never throws for a bad link: failure has a type, decided by fields and never by text. */
export interface Transport {
  exchange(request: ExchangeRequest): Promise<TransportOutcome>;
  /** Hands over one op that the server would not take in an exchange; true when it is kept there. */
  quarantine(bytes: string): Promise<boolean>;
}

export type TransportOutcome =
  | {
      readonly ok: true;
      /** Parsed envelope; receipts and rows are still unread. */
      readonly reply: Omit<ExchangeReply, "receipts" | "rows"> & {
        receipts: readonly unknown[];
        rows: readonly unknown[];
      };
      /** Wall clock when the request left and when the reply was complete. */
      readonly sentAt: number;
      readonly receivedAt: number;
      readonly bytes: number;
    }
  | { readonly ok: false; readonly failure: FailureKind; readonly waitMs?: number; readonly bytes: number };
