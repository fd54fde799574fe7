import type { Root } from "react-dom/client";
import type { PageHost } from "#client/page-host.ts";
import { loadTexts, setLanguage } from "../i18n/i18n.ts";
import { BookTrouble } from "./book-trouble.tsx";

/** In place of the whole app, when not even the list of people can be read. */
export async function showTrouble(root: Root, error: unknown, host: PageHost): Promise<void> {
  // The chosen language lies in the database that does not open; the page itself kept a note of it.
  if (document.documentElement.lang === "en") await setLanguage("en");
  await loadTexts("trouble");
  root.render(<BookTrouble error={error} host={host} onAgain={() => location.reload()} />);
}
