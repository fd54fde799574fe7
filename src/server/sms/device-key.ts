import { createHmac, timingSafeEqual } from "node:crypto";
import { macInput, macText } from "#protocol/sms.ts";

/**
 * The key by which a device signs its text messages. Derived from the commune's secret, so that nothing is kept for it
 * and a restored server knows it again; it reaches its device alone, and no other device's key follows from it.
 */
export function smsKeyOf(communeSecret: string, device: string): string {
  return createHmac("sha256", communeSecret).update(`so-truc sms 1\n${device}`).digest("base64url");
}

export function isSignedBy(key: string, body: string, mac: string): boolean {
  const right = createHmac("sha256", Buffer.from(key, "base64url")).update(macInput(body)).digest();
  const [wanted, given] = [Buffer.from(macText(right)), Buffer.from(mac)];
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}
