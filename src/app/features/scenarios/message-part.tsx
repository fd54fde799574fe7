import { useState } from "react";
import { useText } from "../../i18n/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { announce } from "../../ui/live-region.tsx";

/** What residents are told, one tap from the phone's share sheet; without one it is copied. */
export function MessagePart({ text }: { text: string }) {
  const t = useText("scenarios");
  const [said, setSaid] = useState("");
  const tell = (words: string) => {
    setSaid(words);
    announce(words);
  };
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => tell(t("message.copied")),
      () => tell(t("message.notCopied")),
    );
  const share = async () => {
    try {
      await navigator.share({ text });
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) await copy();
    }
  };
  return (
    <>
      <h2 className="section-title">{t("field.message")}</h2>
      <blockquote className="said scenario-said">{text}</blockquote>
      <div className="block scenario-deeds">
        {"share" in navigator ? (
          <Button icon="share" full onClick={() => void share()}>
            {t("message.share")}
          </Button>
        ) : null}
        <Button icon="check-list" full onClick={() => void copy()}>
          {t("message.copy")}
        </Button>
        {said === "" ? null : <p role="status">{said}</p>}
      </div>
    </>
  );
}
