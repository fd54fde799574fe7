import { useEffect, useState } from "react";
import { useText } from "./i18n/i18n.ts";
import { Button } from "./ui/button.tsx";
import { ErrorState } from "./ui/plain-states.tsx";
import { useWorkerState } from "./worker-state.ts";

type Why = "update" | "offline" | "server" | "wifi";

/**
 * A part of the app could not be had. Mostly there is a newer version whose files have other names; it opens with a new
 * page. Else the device has no link, or somebody else answers, and it is said which.
 */
export function PartGone({ inside }: { inside?: boolean }) {
  const t = useText("shell");
  const { update } = useWorkerState();
  const [asked, setAsked] = useState<Why | null>(null);
  useEffect(() => {
    let current = true;
    void whyGone().then((why) => current && setAsked(why));
    return () => {
      current = false;
    };
  }, []);
  const why = update ? "update" : asked;
  if (!why) return null;
  const again = update ?? (() => void openNewer());
  const button = (
    <Button variant="main" onClick={why === "offline" ? () => location.assign("/") : again}>
      {t(`part.${why}.deed`)}
    </Button>
  );
  if (inside) {
    return (
      <p className="field-help">
        {t(`part.${why}.what`)} {t(`part.${why}.todo`)} {why === "update" ? button : null}
      </p>
    );
  }
  return (
    <main>
      <ErrorState
        what={t(`part.${why}.what`)}
        kept={t("broken.kept")}
        todo={t(`part.${why}.todo`)}
        action={button}
      />
    </main>
  );
}

/** A worker that has not seen the newer version yet would only give the old page again. */
async function openNewer(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.update().catch(() => undefined);
  location.reload();
}

/** A server that answers and has no such file any more has a newer version, and our page is an old one. */
async function whyGone(): Promise<Why> {
  if (!navigator.onLine) return "offline";
  try {
    const response = await fetch("/healthz", { cache: "no-store" });
    if (response.status >= 500) return "server";
    const said = (await response.json().catch(() => null)) as { ok?: unknown } | null;
    return said?.ok === true ? "update" : "wifi";
  } catch {
    return "server";
  }
}
