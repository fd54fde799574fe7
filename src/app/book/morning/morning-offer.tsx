import { formatTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button, ButtonPair, LinkButton } from "../../ui/button.tsx";
import { LedgerPage } from "../../ui/ledger.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { useMorningSend } from "./use-morning-send.ts";

/** Offers *Tờ sáng* where a morning's check was completed, or its hour has passed: one tap hands it to the share sheet. */
export function MorningOffer() {
  const t = useText("morning");
  const morning = useMorningSend();
  if (!morning) return null;
  const { sentAt } = morning;
  if (sentAt !== null)
    return (
      <LedgerPage>
        <Rows label={t("title")}>
          <Row
            to="/to-sang"
            time={formatTime(sentAt)}
            title={t("title")}
            lines={[morning.said || t("offer.sent")]}
          />
        </Rows>
      </LedgerPage>
    );
  return (
    <Banner
      icon="share"
      tone="pen"
      title={t("offer.title")}
      action={
        <ButtonPair>
          <Button variant="main" onClick={morning.send}>
            {t("send")}
          </Button>
          <LinkButton to="/to-sang">{t("offer.look")}</LinkButton>
        </ButtonPair>
      }
    >
      {morning.said || t("offer.text")}
    </Banner>
  );
}
