import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { basename } from "node:path";

/** What was asked of the disk, in order: `write`, `fsync`, `rename` and `link`, each with the name that it was for. */
export interface DiskRecorder {
  readonly steps: string[];
  stop(): void;
}

/** Writes down what our own code asks of `node:fs/promises` from now on; all of it is done as well. */
export function recordDisk(): DiskRecorder {
  const steps: string[] = [];
  const real = { ...fs.promises };
  const named = (path: unknown) => basename(String(path));
  Object.assign(fs.promises, {
    async open(...args: Parameters<typeof real.open>) {
      const handle = await real.open(...args);
      const { sync, write } = handle;
      handle.sync = async () => {
        await sync.call(handle);
        steps.push(`fsync ${named(args[0])}`);
      };
      handle.write = (async (...given: unknown[]) => {
        steps.push(`write ${named(args[0])}`);
        return Reflect.apply(write, handle, given);
      }) as typeof handle.write;
      return handle;
    },
    async writeFile(...args: Parameters<typeof real.writeFile>) {
      steps.push(`write ${named(args[0])}`);
      return real.writeFile(...args);
    },
    async rename(...args: Parameters<typeof real.rename>) {
      steps.push(`rename ${named(args[1])}`);
      return real.rename(...args);
    },
    async link(...args: Parameters<typeof real.link>) {
      steps.push(`link ${named(args[1])}`);
      return real.link(...args);
    },
  });
  syncBuiltinESMExports();
  return {
    steps,
    stop() {
      Object.assign(fs.promises, real);
      syncBuiltinESMExports();
    },
  };
}
