import * as z from "zod/mini";
import { databases } from "#client/databases.ts";
import { openLoopChannel } from "#client/loop-channel.ts";
import { markNotices, type Notice, readNotices, showBadge, unread } from "#client/notices.ts";
import { mayBeSeenByOthers } from "#client/onlookers.ts";
import type { Profile } from "#client/profile.ts";
import { findProfile, listProfiles, readSettings } from "#client/profiles.ts";
import { pullFor } from "#client/pull-for.ts";
import { refreshPush } from "#client/push.ts";
import { securityGroup } from "#domain/incidents/incident-states.ts";
import en from "#locales/en/wake.json" with { type: "json" };
import vi from "#locales/vi/wake.json" with { type: "json" };

declare const self: ServiceWorkerGlobalScope;

const wakeSchema = z.looseObject({ v: z.literal(1), device: z.string() });
/** The browser wants to see a notification soon. */
const pullMs = 15_000;
const mostAtOnce = 3;

type Words = typeof vi;

/** A wake-up says only whose logbook has something new: what it is, this device's own rows say. */
export async function onPush(text: string | undefined): Promise<void> {
  const wake = readWake(text);
  const profile = wake && (await findProfile(wake.device));
  const words = (await readSettings()).language === "en" ? en : vi;
  if (!profile) return show(words, { tag: "so-truc", title: words.generic, path: "/thong-bao" });
  const pulled = pullFor(profile.device, pullMs).catch(() => undefined);
  await Promise.race([pulled, new Promise((late) => setTimeout(late, pullMs))]);
  const { device } = profile;
  const channel = openLoopChannel();
  channel.post({ type: "done", device });
  channel.close();
  const notices = await noticesOf(profile).catch((): Notice[] => []);
  const fresh = unread(notices, [...(profile.readNotices ?? []), ...(profile.shownNotices ?? [])]);
  await showBadge(unread(notices, profile.readNotices).length);
  const vague = { tag: device, title: words.generic, path: "/thong-bao", device };
  if (await mayBeSeenByOthers(profile)) {
    await show(words, vague);
  } else if (fresh.length > 0) {
    for (const notice of fresh.slice(0, mostAtOnce)) await show(words, { ...said(words, notice), device });
    // What an earlier wake-up could not say yet has been said now.
    for (const one of await self.registration.getNotifications({ tag: device })) one.close();
  } else if (!(await isTold(device))) {
    await show(words, vague);
  }
  const keys = fresh.map(({ key }) => key);
  await markNotices(device, "shownNotices", keys, notices);
}

/** Whether something about this logbook is still shown; two wake-ups close together tell nothing twice. */
async function isTold(device: string): Promise<boolean> {
  const shown = await self.registration.getNotifications();
  return shown.some(({ data }) => (data as { device?: unknown } | null)?.device === device);
}

/** Brings the app forward, at the place that the notification is about. */
export async function onNotificationClick(notification: Notification): Promise<void> {
  notification.close();
  const { path } = (notification.data ?? {}) as { path?: unknown };
  const to = typeof path === "string" && path.startsWith("/") ? path : "/thong-bao";
  for (const page of await self.clients.matchAll({ type: "window", includeUncontrolled: true })) {
    // A browser that does not let it come forward shows the place all the same; a page on its way out shows nothing.
    await page.focus().catch(() => null);
    if (await page.navigate(to).catch(() => null)) return;
  }
  await self.clients.openWindow(to);
}

/** The browser has changed or dropped the subscription: everyone here who wants to be woken says so anew. */
export async function onSubscriptionChange(): Promise<void> {
  for (const { device } of await listProfiles()) await refreshPush(device).catch(() => undefined);
}

function readWake(text: string | undefined): z.infer<typeof wakeSchema> | undefined {
  try {
    return wakeSchema.safeParse(JSON.parse(text ?? "")).data;
  } catch {
    return undefined;
  }
}

async function noticesOf({ device, person }: Profile): Promise<Notice[]> {
  const store = databases().openStore(device);
  try {
    return await store.read((tx) => readNotices(tx, person, Date.now()));
  } finally {
    store.close();
  }
}

function said(words: Words, notice: Notice): Shown {
  const { key: tag, path, sort, number = "", title = "", severity, group, site = "" } = notice;
  if (sort === "checkLate") return { tag, path, title: words.checkLate, body: site };
  const isSecret = group === securityGroup;
  const head = words[sort].replace("{{level}}", String(severity ?? ""));
  return { tag, path, title: head, body: isSecret ? words.security : `${number} · ${title}` };
}

interface Shown {
  readonly tag: string;
  readonly title: string;
  readonly body?: string;
  readonly path: string;
  /** Whose logbook; absent where this installation knows none. */
  readonly device?: string;
}

function show(words: Words, { tag, title, body, path, device }: Shown): Promise<void> {
  return self.registration.showNotification(title, {
    body: body ?? words.open,
    tag,
    icon: "/icons/icon-192.png",
    lang: words === en ? "en" : "vi",
    data: { path, device },
  });
}
