import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UploadLocks } from "#server/attachments/upload-locks.ts";

interface Opened {
  /** What two requests hold on to: of one process, or of two. */
  readonly one: UploadLocks;
  readonly other: UploadLocks;
  close(): Promise<void>;
}

const patient = () => new AbortController().signal;

/** One at a time on each upload, whoever asks; and whoever has it hears that another wants it. */
export function uploadLocksContract(name: string, open: () => Promise<Opened>): void {
  describe(`locks of uploads: ${name}`, () => {
    let opened: Opened;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());

    it("lets one after another, and each upload by itself", async () => {
      const { one, other } = opened;
      const told: string[] = [];
      let inside = 0;
      let most = 0;
      const work = async (tag: string) => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((turn) => setImmediate(turn));
        told.push(tag);
        inside -= 1;
      };
      await Promise.all([
        one.hold("c/a", () => work("1")),
        other.hold("c/a", () => work("2")),
        one.hold("c/a", () => work("3")),
        other.hold("c/a", () => work("4")),
      ]);
      expect(told.toSorted()).toEqual(["1", "2", "3", "4"]);
      expect(most).toBe(1);
      await one.hold("c/a", () => other.hold("c/b", async () => undefined));
    });

    it("tells whoever has it that another waits, and gives it on when it is free", async () => {
      const { one, other } = opened;
      const held = one.newLock("c/wanted");
      await held.lock(patient(), () => void held.unlock());
      const next = other.newLock("c/wanted");
      await next.lock(patient(), () => undefined);
      await next.unlock();
      await one.hold("c/wanted", async () => undefined);
    });

    it("is not kept by work that failed, nor taken by somebody who gave up", async () => {
      const { one, other } = opened;
      await expect(one.hold("c/x", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
      const held = one.newLock("c/x");
      await held.lock(patient(), () => undefined);
      const impatient = new AbortController();
      const waiting = other.newLock("c/x").lock(impatient.signal, () => undefined);
      impatient.abort();
      await expect(waiting).rejects.toMatchObject({ code: "busy" });
      await held.unlock();
      await other.hold("c/x", async () => undefined);
    });
  });
}
