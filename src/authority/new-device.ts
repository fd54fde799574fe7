import type { DeviceState } from "./commune-store.ts";

/** What is known of a device that has sent nothing yet; `contactAt`: when the server first heard of it, Unix ms. */
export function newDevice(id: string, person: string, contactAt: number): DeviceState {
  return {
    id,
    person,
    lastEffective: 0,
    lastN: 0,
    contiguousN: 0,
    reportedN: 0,
    contactAt,
    outbox: 0,
    app: "",
    durableN: 0,
    lost: false,
  };
}
