import type { ExchangeReply, ExchangeRequest } from "#protocol/exchange.ts";
import type { FailureKind } from "./device-store.ts";

/** Carries one exchange. Never throws for a bad link: failure has a type, decided by fields and never by text. */
export interface Transport {
  exchange(request: ExchangeRequest): Promise<TransportOutcome>;
  /** Hands over one op that the server would not take in an exchange; true when it is kept there. */
  quarantine(bytes: string): Promise<boolean>;
}

/** A parsed envelope; receipts and rows are still unread. */
export type Reply = Omit<ExchangeReply, "receipts" | "rows"> & {
  receipts: readonly unknown[];
  rows: readonly unknown[];
};

export type TransportOutcome =
  | {
      readonly ok: true;
      readonly reply: Reply;
      /** Wall clock when the request left and when the reply was complete. */
      readonly sentAt: number;
      readonly receivedAt: number;
      readonly bytes: number;
    }
  | {
      readonly ok: false;
      readonly failure: FailureKind;
      readonly waitMs?: number;
      /** Some of the answer came: the link carries, but not so much at once. */
      readonly cut?: boolean;
      readonly bytes: number;
    };
