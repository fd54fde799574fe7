import { type ApiAnswer, callApi } from "#client/api-call.ts";
import { accept, type Result, refuse } from "#kernel/result.ts";

type NamedDevice = {
  readonly id: string;
  readonly name: string;
  readonly letter: string;
  readonly personName: string;
};

export type WatchedDevice = NamedDevice & {
  readonly contactAt: number;
  readonly outbox: number;
  /** Numbers below its highest that never came, and the lowest of them. */
  readonly missing: number;
  readonly firstMissing: number | null;
};

/** An op that is not simply done, by its deed and reason; its content stays where it is. */
export type OddOp = {
  readonly device: NamedDevice;
  readonly n: number;
  readonly personName: string;
  readonly action: string;
  readonly at: number;
  readonly code: string;
};

/** How the server's clock goes; times in ms. */
export type ClockFacts = {
  readonly isSound: boolean;
  readonly machineAhead: number;
  readonly jumps: readonly { readonly at: number; readonly by: number; readonly until: number | null }[];
};

/** Something that nobody foresaw, without a word that anybody wrote. */
export type Defect = {
  readonly at: number;
  readonly place: "op" | "request" | "job" | "process";
  readonly what: string;
  readonly failure: string;
};

export type Operations = {
  readonly parked: readonly OddOp[];
  readonly refused: readonly OddOp[];
  readonly gaps: readonly WatchedDevice[];
  readonly silent: readonly WatchedDevice[];
  readonly unreadable: readonly (NamedDevice & { readonly count: number; readonly at: number })[];
  readonly inUse: number;
  readonly clock: ClockFacts;
  readonly defects: { readonly count: number; readonly latest: readonly Defect[] };
  /** After a retry: how many could be entered. */
  readonly settled?: number;
};

export const askOperations = (device: string) =>
  ask(callApi({ method: "GET", path: "/api/admin/operations", device }));

/** Has the server decide again what waits; answers the new state and how many settled. */
export const retryParked = (device: string) =>
  ask(callApi({ method: "POST", path: "/api/admin/operations/retry", device, json: {} }));

async function ask(asked: Promise<ApiAnswer>): Promise<Result<Operations>> {
  const answer = await asked;
  if (answer.ok) return accept(answer.body as Operations);
  const wait = answer.waitMs === undefined ? {} : { waitMs: answer.waitMs };
  return refuse(answer.code ?? answer.failure, { ...answer.facts, ...wait });
}
