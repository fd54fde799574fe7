import { dayOf } from "#kernel/calendar.ts";
import { formatDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { Banner } from "../../ui/banner.tsx";

export function OnlyReadBanner({ until }: { until: number }) {
  const t = useText("kept");
  return (
    <div className="block">
      <Banner icon="lock" title={t("onlyRead", { day: formatDay(dayOf(until)) })}>
        {t("why")}
      </Banner>
    </div>
  );
}
