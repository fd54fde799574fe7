import { describe, expect, it } from "vitest";
import { type FaultPoint, MemoryDisk, ProcessDied } from "#sync/memory-device-store.ts";
import { DeviceFull } from "#sync/store-errors.ts";

const draft = (key: string) => ({ key, value: key, at: 0 });
const keys = (disk: MemoryDisk) => [...disk.content().drafts.keys()];

describe("a disk that can fail", () => {
  it("keeps nothing of a transaction struck before its commit, all of one struck after", async () => {
    const points: FaultPoint[] = ["begin", "write", "commit", "committed"];
    for (const at of points) {
      const disk = new MemoryDisk((point) => {
        if (point === at) throw new DeviceFull("no room left");
      });
      const saved = disk.open().transact("strict", (tx) => tx.putDraft(draft("a")));
      await expect(saved).rejects.toBeInstanceOf(DeviceFull);
      expect(keys(disk)).toEqual(at === "committed" ? ["a"] : []);
    }
  });

  it("undoes the open transaction of a killed tab and goes on for the others", async () => {
    const disk = new MemoryDisk();
    const [tab, other] = [disk.open(), disk.open()];
    const torn = tab.transact("strict", async (tx) => {
      await tx.putDraft(draft("torn"));
      tab.kill();
      await tx.putDraft(draft("never"));
    });
    const next = other.transact("strict", (tx) => tx.putDraft(draft("whole")));
    await expect(torn).rejects.toBeInstanceOf(ProcessDied);
    await next;
    expect(keys(disk)).toEqual(["whole"]);
    await expect(tab.read((tx) => tx.meta())).rejects.toBeInstanceOf(ProcessDied);
  });

  it("does not wait for work of a killed tab that never ends", async () => {
    const disk = new MemoryDisk();
    const tab = disk.open();
    const stuck = tab.transact("strict", () => new Promise<void>(() => undefined));
    await Promise.resolve();
    await Promise.resolve();
    expect(disk.busy).toBe(true);
    tab.kill();
    await expect(stuck).rejects.toBeInstanceOf(ProcessDied);
    await disk.open().transact("strict", (tx) => tx.putDraft(draft("free")));
    expect(keys(disk)).toEqual(["free"]);
  });

  it("loses relaxed commits in a power cut, but none that a strict one has flushed", async () => {
    const disk = new MemoryDisk();
    const tab = disk.open();
    await tab.transact("relaxed", (tx) => tx.putDraft(draft("flushed later")));
    await tab.transact("strict", (tx) => tx.putDraft(draft("strict")));
    await tab.transact("relaxed", (tx) => tx.putDraft(draft("first")));
    await tab.transact("relaxed", (tx) => tx.putDraft(draft("second")));
    await tab.transact("relaxed", (tx) => tx.deleteDraft("strict"));
    expect(disk.losePower(1)).toEqual({ lostCommits: 2 });
    expect(keys(disk).sort()).toEqual(["first", "flushed later", "strict"]);
    expect(tab.alive).toBe(false);
  });

  it("forgets everything when evicted", async () => {
    const disk = new MemoryDisk();
    const tab = disk.open();
    await tab.transact("strict", (tx) => tx.putDraft(draft("gone")));
    disk.evict();
    expect(keys(disk)).toEqual([]);
    expect(await disk.open().read((tx) => tx.drafts())).toEqual([]);
  });
});
