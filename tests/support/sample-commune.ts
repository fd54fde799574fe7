import { password } from "./commune.ts";
import { newDataDir, removeDataDir, startServer } from "./server-process.ts";

/** Before the browser tests: the sample commune is made once, and each test begins with a copy (`startCommune`). */
export default async function makeSample(): Promise<() => Promise<void>> {
  const dataDir = await newDataDir();
  const server = await startServer({ dataDir, args: ["--demo"], env: { DEMO_PASSWORD: password } });
  await server.stop();
  process.env["SAMPLE_COMMUNE"] = dataDir;
  return () => removeDataDir(dataDir);
}
