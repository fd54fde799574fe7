import { useText } from "../i18n/i18n.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Mark } from "../ui/mark.tsx";
import { useWorkerState } from "../worker-state.ts";

/** One quiet line on *Hôm nay*: whether the app will open without a link, and what hinders it. */
export function OfflineReady() {
  const t = useText("shell");
  const { offline, update } = useWorkerState();
  if (update) {
    return (
      <Banner
        icon="download"
        title={t("update.title")}
        action={<Button onClick={update}>{t("update.deed")}</Button>}
      >
        {t("update.text")}
      </Banner>
    );
  }
  if (offline === "unknown") return null;
  if (offline === "ready" || offline === "ready-all" || offline === "getting-ready") {
    return (
      <p className="offline-ready">
        <Mark icon={offline === "getting-ready" ? "download" : "check"} tone="dim">
          {t(`ready.${offline}`)}
        </Mark>
      </p>
    );
  }
  return (
    <Banner icon="warning" tone="review" title={t("ready.off")}>
      {t(`ready.${offline}`)}
    </Banner>
  );
}
