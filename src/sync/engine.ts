import type { Clock, Randomness } from "#kernel/ports.ts";
import type { DeviceStore } from "./device-store.ts";
import type { Transport } from "./transport.ts";

/** Everything the device's engine needs from where it runs: page, service worker, Node or simulation. */
export interface EnginePorts {
  readonly store: DeviceStore;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly appVersion: string;
}
