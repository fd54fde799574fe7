// `npm run commune -- --name "Xã …" --code XX`: one more commune in this database, sealed from the others, and a
// one-time set-up link for its first administrator. Works while the server runs.

import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { cleanLine } from "#kernel/text.ts";
import { createSignInService } from "../auth/sign-in.ts";
import { ConfigError } from "../config.ts";
import { createCommune } from "../org/commune-setup.ts";
import { openDatabase } from "../store/open.ts";
import { backupsOf, runCommand } from "./cli.ts";

const usage = 'npm run commune -- --name "Xã …" --code XX [--village-word xóm] (--code: 2–6 chữ A–Z)';

await runCommand(async (config, args) => {
  const { name, code, villageWord } = readArgs(args);
  mkdirSync(config.dataDir, { recursive: true });
  // A newer program brings the database up to date here as a server would, after a backup of it as it was.
  const database = await openDatabase(config, Date.now(), undefined, () =>
    backupsOf(config, config.backupDir, Date.now).make(),
  );
  try {
    const details = { name, code, villageWord, villages: [] };
    const id = await database.write((write) => createCommune(write, details, Date.now()));
    const signIn = createSignInService({
      database,
      now: Date.now,
      clock: { steady: () => performance.now(), isSettled: () => false },
    });
    const token = await signIn.newSetupToken(id);
    const base = config.baseUrl ?? `${config.tls ? "https" : "http"}://localhost:${config.port}`;
    process.stdout.write(`${name} (${id})\nThiết lập / Set-up: ${base}/thiet-lap#${token}\n`);
  } finally {
    await database.close();
  }
});

function readArgs(args: readonly string[]): { name: string; code: string; villageWord: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        name: { type: "string" },
        code: { type: "string" },
        "village-word": { type: "string", default: "xóm" },
      },
    });
    const { name, code, "village-word": villageWord } = values;
    if (!name?.trim() || !code || !/^[A-Z]{2,6}$/.test(code)) throw new ConfigError(usage);
    return { name: cleanLine(name), code, villageWord };
  } catch {
    throw new ConfigError(usage);
  }
}
