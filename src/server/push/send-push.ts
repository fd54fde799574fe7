import webPush from "web-push";
import type { PushSettings, Subscription } from "./push-store.ts";

/** How soon the push service must carry it. */
export type Urgency = "high" | "normal";

/** What a phone is woken for. */
export interface Wake {
  readonly urgency: Urgency;
  readonly ttlSeconds: number;
  /** A later wake of the same topic takes the place of one that still waits. */
  readonly topic: string;
}

export type Sent = "sent" | "gone" | "refused" | { readonly laterMs: number | undefined };

/** How long a push service may take to answer. */
export const answerMs = 15_000;

/**
 * Hands one wake-up to a push service, encrypted to the device. It says which of the browser's logbooks is meant and
 * nothing else: the words are made on the phone, from its own rows.
 */
export async function sendPush(
  settings: Pick<PushSettings, "subject" | "public_key" | "private_key">,
  { device, endpoint, p256dh, auth }: Subscription,
  wake: Wake,
): Promise<Sent> {
  const { subject, public_key: publicKey, private_key: privateKey } = settings;
  const payload = JSON.stringify({ v: 1, device });
  const { ttlSeconds: TTL, urgency, topic } = wake;
  const options = { TTL, urgency, topic, vapidDetails: { subject, publicKey, privateKey } };
  const request = requestOf({ endpoint, keys: { p256dh, auth } }, payload, options);
  if (!request) return "gone";
  try {
    const response = await fetch(request.endpoint, {
      method: "POST",
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      body: new Uint8Array(request.body as Buffer),
      redirect: "error",
      signal: AbortSignal.timeout(answerMs),
    });
    await response.body?.cancel();
    return outcomeOf(response);
  } catch {
    return { laterMs: undefined };
  }
}

/** Nothing when the device's key is no point of the curve: nobody could ever read what is sealed by it. */
function requestOf(...of: Parameters<typeof webPush.generateRequestDetails>) {
  try {
    return webPush.generateRequestDetails(...of);
  } catch {
    return undefined;
  }
}

function outcomeOf({ ok, status, headers }: Response): Sent {
  if (ok) return "sent";
  // Gone for good; or the subscription belongs to a key that this server no longer has.
  if (status === 404 || status === 410 || status === 401 || status === 403) return "gone";
  if (status === 429 || status >= 500) {
    const seconds = Number(headers.get("retry-after") ?? Number.NaN);
    return { laterMs: seconds > 0 ? Math.min(seconds, 3600) * 1000 : undefined };
  }
  return "refused";
}
