import { afterAll, beforeAll } from "vitest";
import { UploadLocks } from "#server/attachments/upload-locks.ts";
import { openPostgres } from "#server/store/postgres-database.ts";
import { type Postgres, startPostgres } from "../support/postgres.ts";
import { uploadLocksContract } from "./upload-locks.contract.ts";

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.close());

uploadLocksContract("one process", async () => {
  const locks = new UploadLocks(undefined, undefined);
  return { one: locks, other: locks, close: async () => undefined };
});

uploadLocksContract("two processes on one PostgreSQL", async () => {
  const url = await postgres.newDatabase();
  const [a, b] = [await openPostgres(url, 1), await openPostgres(url, 2)];
  return {
    one: new UploadLocks(a.locks, a.notices),
    other: new UploadLocks(b.locks, b.notices),
    close: async () => void (await Promise.all([a.close(), b.close()])),
  };
});
