import { formatMoment, formatTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useDesk, useNow } from "../../logbook-context.tsx";
import { useStatus } from "../../shell/use-status.ts";
import { Banner } from "../../ui/banner.tsx";

/**
 * The status line unfolded: what the link is like, since when, and what that means for the work. What needs a look
 * stands in its own list below; only when nothing else is to be said does it speak here.
 */
export function Summary({ unsent }: { unsent: number }) {
  const t = useText("outbox");
  const status = useStatus();
  const { key, tone, icon, reason, label } = status.beneath ?? status;
  const { now } = useNow();
  const sync = useDesk()?.meta?.sync;
  const since = sync?.lastFailure ? formatMoment(sync.lastFailure.since, now) : formatTime(now);
  const last = sync?.lastSuccess ? formatMoment(sync.lastSuccess, now) : "";
  if (key === "signIn" || key === "signInOnly") {
    return (
      <Banner tone="review" icon="key" title={t("auth:renew.title")}>
        {unsent > 0 ? t("auth:renew.text", { count: unsent }) : t("auth:renew.textNone")}
      </Banner>
    );
  }
  if (reason) {
    const mark = reason === "offline" ? "no-network" : reason === "wifi" ? "wifi" : "network";
    return (
      <Banner tone="unsent" icon={mark} title={t(`link.${reason}.title`, { since })}>
        {t(`link.${reason}.text`)}
      </Banner>
    );
  }
  if (key === "photos") {
    return (
      <Banner tone="unsent" icon={icon} title={label}>
        {t("waiting.text")}
      </Banner>
    );
  }
  if (unsent > 0) {
    return (
      <Banner tone="unsent" icon="saved" title={t("waiting.title", { count: unsent })}>
        {t("waiting.text")}
      </Banner>
    );
  }
  if (key === "opening" || key === "first" || key === "firstWaits") {
    return (
      <Banner icon="download" title={label}>
        {t("first.text")}
      </Banner>
    );
  }
  if (status.key === "review") {
    return (
      <Banner tone="review" icon="review" title={t("onlyReview.title", { count: status.count })}>
        {t("onlyReview.text")}
      </Banner>
    );
  }
  return (
    <Banner tone={tone} icon={icon} title={t("allIn.title")}>
      {last ? t("allIn.text", { time: last }) : t("allIn.nothingYet")}
    </Banner>
  );
}
