import "./admin.css";
import { useMemo } from "react";
import { qrPath } from "#documents/qr-code.ts";
import { useText } from "../../i18n/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import type { OneTimeCode } from "./admin-api.ts";

/** A one-time code three ways: a link to send, a QR code to scan, letters to read aloud or print. */
export function CodeSheet({
  name,
  given,
  onClose,
}: {
  name: string;
  given: OneTimeCode;
  onClose: () => void;
}) {
  const t = useText("admin");
  const { path, size } = useMemo(() => qrPath(given.link), [given.link]);
  const share = async () => {
    const text = t("code.message", { name, link: given.link });
    try {
      if (navigator.share) await navigator.share({ text });
      else await navigator.clipboard.writeText(given.link);
    } catch {
      // Closed without sharing; the code is still on the screen.
    }
  };
  return (
    <Sheet
      open
      onClose={onClose}
      dismissOutside={false}
      title={t("code.title", { name })}
      closeLabel={t("common:close")}
      footer={
        <div className="deeds">
          <Button variant="main" size="56" full icon="share" onClick={() => void share()}>
            {t("code.share")}
          </Button>
          <Button full icon="print" onClick={() => window.print()}>
            {t("code.print")}
          </Button>
        </div>
      }
    >
      <p>{t("code.text")}</p>
      <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t("code.qr", { name })}>
        <rect className="qr-ground" width={size} height={size} />
        <path className="qr-squares" d={path} />
      </svg>
      <p className="one-time-code">{given.code}</p>
      <p className="address">{given.link}</p>
    </Sheet>
  );
}
