import * as z from "zod/mini";
import { accept, type Result, refuse } from "#kernel/result.ts";
import { callApi } from "./api-call.ts";
import { changeProfile, findProfile, listProfiles } from "./profiles.ts";

/** Loaded when somebody looks at the setting, and by the worker: who may wake this device, and how it is told. */
export type PushState =
  | "on"
  | "off"
  /** The administrator has not turned it on. */
  | "server-off"
  /** Refused to this site in the browser's own settings. */
  | "denied"
  | "unsupported"
  /** An iPhone wakes only an installed app. */
  | "needs-install"
  | "no-link";

const settingsSchema = z.looseObject({
  enabled: z.boolean(),
  key: z.nullable(z.string()),
  endpoint: z.nullable(z.string()),
});
type PushSettings = z.infer<typeof settingsSchema>;

interface Subscribed {
  readonly endpoint: string;
  toJSON(): { readonly keys?: Record<string, string> };
  unsubscribe(): Promise<boolean>;
}
interface Pushing {
  readonly pushManager?: {
    getSubscription(): Promise<Subscribed | null>;
    subscribe(options: { userVisibleOnly: true; applicationServerKey: string }): Promise<Subscribed>;
  };
}

export async function pushState(device: string, mustInstall: boolean): Promise<PushState> {
  if (mustInstall) return "needs-install";
  const manager = (await registration())?.pushManager;
  if (!manager || typeof Notification === "undefined") return "unsupported";
  if (Notification.permission === "denied") return "denied";
  const wanted = (await findProfile(device))?.push === true;
  const settings = await askServer(device);
  if (settings === null) return wanted ? "on" : "no-link";
  if (!settings.enabled) return "server-off";
  return wanted && Notification.permission === "granted" && (await manager.getSubscription()) ? "on" : "off";
}

/** Asks the person, then the browser's push service, then tells the server: from a tap only. */
export async function turnPushOn(device: string): Promise<Result<void, string>> {
  const { requestPermission } = Notification as unknown as { requestPermission(): Promise<string> };
  if ((await requestPermission()) !== "granted") return refuse("push-denied");
  const settings = await askServer(device);
  if (!settings) return refuse("unreachable");
  if (!settings.enabled) return refuse("push-off");
  const told = await subscribeHere(device, settings);
  if (told.ok) await changeProfile(device, { push: true });
  return told;
}

export async function turnPushOff(device: string): Promise<Result<void, string>> {
  const answer = await callApi({ method: "DELETE", path: "/api/push/subscription", device });
  if (!answer.ok && answer.failure !== "refused") return refuse(answer.code ?? answer.failure, answer.facts);
  await changeProfile(device, { push: false });
  const others = (await listProfiles()).some((profile) => profile.push === true);
  if (!others) await (await (await registration())?.pushManager?.getSubscription())?.unsubscribe();
  return accept(undefined);
}

/** Renews what a browser or the server has let go of, for a device whose person wants to be woken. */
export async function refreshPush(device: string): Promise<void> {
  if ((await findProfile(device))?.push !== true || Notification.permission !== "granted") return;
  const settings = await askServer(device);
  if (!settings?.enabled) return;
  const own = await (await registration())?.pushManager?.getSubscription();
  if (!own || own.endpoint !== settings.endpoint) await subscribeHere(device, settings);
}

async function subscribeHere(device: string, { key }: PushSettings): Promise<Result<void, string>> {
  const manager = (await registration())?.pushManager;
  if (!manager || key === null) return refuse("push-unsupported");
  const options = { userVisibleOnly: true, applicationServerKey: key } as const;
  const made = await manager.subscribe(options).catch(async () => {
    // One that was made for another server's key stands in the way.
    await (await manager.getSubscription())?.unsubscribe();
    return manager.subscribe(options).catch(() => null);
  });
  if (!made) return refuse("push-failed");
  const json = { endpoint: made.endpoint, keys: made.toJSON().keys ?? {} };
  const answer = await callApi({ method: "POST", path: "/api/push/subscription", device, json });
  return answer.ok ? accept(undefined) : refuse(answer.code ?? answer.failure, answer.facts);
}

async function askServer(device: string): Promise<PushSettings | null> {
  const answer = await callApi({ method: "GET", path: "/api/push", device });
  const parsed = answer.ok ? settingsSchema.safeParse(answer.body) : undefined;
  return parsed?.success ? parsed.data : null;
}

/** In the page by its address; in the worker it is the worker's own. */
async function registration(): Promise<Pushing | undefined> {
  const own = (globalThis as { registration?: Pushing }).registration;
  return own ?? ((await navigator.serviceWorker?.getRegistration()) as Pushing | undefined);
}
