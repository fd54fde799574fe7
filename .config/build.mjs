// `npm run build`: always builds, and notes what it was built from, so that `npm start` need not build again.
import { ensureBuild } from "./prepare.mjs";

try {
  await ensureBuild(true);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
