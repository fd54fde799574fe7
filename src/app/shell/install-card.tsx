import { useText } from "../i18n/i18n.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { useInstallOffer } from "./install-offer.ts";

/** Offers the home screen when the browser does; nothing opens by itself. */
export function InstallCard() {
  const t = useText("shell");
  const install = useInstallOffer();
  if (!install) return null;
  return (
    <Banner
      icon="phone"
      title={t("install.title")}
      action={
        <Button icon="download" onClick={install}>
          {t("install.deed")}
        </Button>
      }
    >
      {t("install.text")}
    </Banner>
  );
}
