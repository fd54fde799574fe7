import { dayOf } from "#kernel/calendar.ts";
import { formatDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button, ButtonPair, LinkButton } from "../../ui/button.tsx";
import { useNames } from "../names.ts";
import { useRemembered } from "../remembered.ts";
import { firstEnd, useKept, useLostVillages } from "./kept-records.ts";

/** Says once after a move what is no longer mine, and that what I wrote there can still be read. */
export function KeptNotice() {
  const t = useText("kept");
  const names = useNames();
  const rows = useKept() ?? [];
  const villages = useLostVillages(rows, names);
  const [read, keep] = useRemembered("kept-notice", { until: 0 });
  const last = Math.max(...rows.map(({ until = 0 }) => until));
  if (rows.length === 0 || !names.isReady || last <= read.until) return null;
  const title = villages ? t("moved", { places: villages.join(", ") }) : t("changed");
  return (
    <Banner
      icon="lock"
      title={title}
      action={
        <ButtonPair>
          <LinkButton to="/da-ghi">{t("look")}</LinkButton>
          <Button onClick={() => keep({ until: last })}>{t("understood")}</Button>
        </ButtonPair>
      }
    >
      {t("kept", { count: rows.length, day: formatDay(dayOf(firstEnd(rows))) })}
    </Banner>
  );
}
