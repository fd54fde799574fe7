// `npm run backup -- FILE`: a verified copy of the database, made while the server runs.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError } from "../config.ts";
import { backUpTo } from "./backup.ts";
import { backUpAttachments } from "./backup-attachments.ts";
import { onlyArgument, runCommand } from "./cli.ts";

await runCommand(async (config, args) => {
  const target = resolve(onlyArgument(args, "npm run backup -- FILE"));
  if (existsSync(target)) throw new ConfigError(`Tệp đã có, không ghi đè / The file exists: ${target}`);
  const { counts, bytes } = await backUpTo(config, target, Date.now());
  const photos = await backUpAttachments(config, target);
  process.stdout.write(`${JSON.stringify({ file: target, verified: true, bytes, counts, photos })}\n`);
  if (photos.missing > 0) {
    throw new Error(
      `Thiếu hoặc hỏng ${photos.missing} ảnh trong DATA_DIR/attachments; cơ sở dữ liệu đã sao lưu đủ / ` +
        `${photos.missing} photos are missing or damaged in DATA_DIR/attachments; the database is backed up`,
    );
  }
});
