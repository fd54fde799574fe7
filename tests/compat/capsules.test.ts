import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { carriedReceiptsSchema, receiptsMacInput } from "#protocol/capsule.ts";
import { openCapsule } from "#server/capsule/open-capsule.ts";
import { smsKeyOf } from "#server/sms/device-key.ts";
import { shaOf } from "../support/photos.ts";

/** Files as each version wrote them, and the keys to open them. */
const golden = JSON.parse(readFileSync(new URL("v1/capsules.json", import.meta.url), "utf8"));
const { commune, device, identity, key, ops, photos } = golden;

describe("files that travel by hand are promises", () => {
  it("opens capsules of every version for ever", async () => {
    const keys = { commune, identity, publicKeyOf: async () => key };
    const opened = [];
    for (const file of golden.capsules) opened.push(await openCapsule(Buffer.from(file, "base64"), keys));
    expect(opened).toMatchObject([
      { ok: true, value: { header: { v: 1, count: 3 }, ops, photos: [] } },
      { ok: true, value: { header: { v: 2, count: 3, photos: 2 }, ops } },
    ]);
    const inside = opened.flatMap((one) => (one.ok ? one.value.photos : []));
    expect(inside.map(({ photo, sha, bytes }) => ({ photo, sha, bytes: bytes.length }))).toEqual(photos);
    for (const { sha, bytes } of inside) expect(shaOf(bytes)).toBe(sha);
  });

  it("reads files of receipts of every version", () => {
    const secret = Buffer.from(smsKeyOf(identity, device), "base64url");
    const read = golden.receipts.map((file: string) => {
      const [line = "", mac] = file.split("\n");
      expect(createHmac("sha256", secret).update(receiptsMacInput(line)).digest("base64url")).toBe(mac);
      const parsed = carriedReceiptsSchema.parse(JSON.parse(line));
      expect(parsed).toEqual(JSON.parse(line));
      return parsed.photos?.length;
    });
    expect(read).toEqual([undefined, 2]);
  });
});
