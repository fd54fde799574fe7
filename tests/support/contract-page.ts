// Runs inside the browser: the contract of the device store over the browser's own IndexedDB.
import { openDeviceStore } from "#client/dexie-device-store.ts";
import { deviceStoreContract } from "../contract/device-store.contract.ts";

declare global {
  interface Window {
    contractCases: () => string[];
    /** The empty text when the case holds. */
    runContractCase: (name: string) => Promise<string>;
  }
}

window.contractCases = () => deviceStoreContract.map((one) => one.name);
window.runContractCase = async (name) => {
  const device = `contract-${crypto.randomUUID()}`;
  const one = deviceStoreContract.find((other) => other.name === name);
  if (!one) return `No case is called ${name}`;
  try {
    await one.run(async () => openDeviceStore(device));
    return "";
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
};
