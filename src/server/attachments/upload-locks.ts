import { setTimeout as pause } from "node:timers/promises";
import type { Lock, Locker, RequestRelease } from "@tus/server";
import * as z from "zod";
import { Problem } from "../problem.ts";
import type { NamedLocks } from "../store/named-locks.ts";
import type { Notices } from "../store/notices.ts";

const mostWaitMs = 10_000;
const lookAgainMs = 100;
const wantedSchema = z.object({ wantedUpload: z.string() });

interface Held {
  /** Asks whoever has it to come to an end: a link that died holds on for minutes. */
  release: RequestRelease;
  readonly next: (() => void)[];
}

/** One at a time on each upload: in this process in a line, and among the processes of one database by its own locks. */
export class UploadLocks implements Locker {
  private readonly held = new Map<string, Held>();
  private readonly shared: NamedLocks | undefined;
  private readonly notices: Notices | undefined;

  constructor(shared: NamedLocks | undefined, notices: Notices | undefined) {
    this.shared = shared;
    this.notices = notices;
    notices?.listen(
      (text) => {
        const wanted = readWanted(text);
        if (wanted !== undefined) void this.held.get(wanted)?.release();
      },
      () => undefined,
    );
  }

  newLock(id: string): Lock {
    return {
      lock: (signal, release) => this.take(id, signal, release),
      unlock: () => this.give(id),
    };
  }

  /** Short work that nobody can interrupt. */
  async hold<T>(id: string, work: () => Promise<T>): Promise<T> {
    await this.take(id, new AbortController().signal, () => undefined);
    try {
      return await work();
    } finally {
      await this.give(id);
    }
  }

  private async take(id: string, signal: AbortSignal, release: RequestRelease): Promise<void> {
    const until = AbortSignal.any([signal, AbortSignal.timeout(mostWaitMs)]);
    await this.takeHere(id, until, release);
    try {
      await this.takeAmongAll(id, until);
    } catch (error) {
      this.giveHere(id);
      throw error;
    }
  }

  private async give(id: string): Promise<void> {
    await this.shared?.give(id);
    this.giveHere(id);
  }

  private async takeHere(id: string, until: AbortSignal, release: RequestRelease): Promise<void> {
    const held = this.held.get(id);
    if (!held) {
      this.held.set(id, { release, next: [] });
      return;
    }
    void held.release();
    await new Promise<void>((done, failed) => {
      const turn = () => {
        until.removeEventListener("abort", tooLate);
        held.release = release;
        if (held.next.length > 0) void release();
        done();
      };
      const tooLate = () => {
        held.next.splice(held.next.indexOf(turn), 1);
        failed(new Problem("busy", { waitMs: 2000 }));
      };
      held.next.push(turn);
      until.addEventListener("abort", tooLate, { once: true });
    });
  }

  private giveHere(id: string): void {
    const turn = this.held.get(id)?.next.shift();
    if (turn) turn();
    else this.held.delete(id);
  }

  private async takeAmongAll(id: string, until: AbortSignal): Promise<void> {
    if (!this.shared) return;
    for (let tries = 0; !(await this.shared.take(id)); tries++) {
      if (until.aborted) throw new Problem("busy", { waitMs: 2000 });
      if (tries === 0) this.notices?.post(JSON.stringify({ wantedUpload: id }));
      await pause(lookAgainMs, undefined, { ref: false });
    }
  }
}

/** Others speak on the same line of other things. */
function readWanted(text: string): string | undefined {
  try {
    return wantedSchema.safeParse(JSON.parse(text)).data?.wantedUpload;
  } catch {
    return undefined;
  }
}
