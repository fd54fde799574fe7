import { useEffect, useRef } from "react";
import type { Refusal } from "#kernel/result.ts";
import { useText } from "../../i18n/i18n.ts";
import { problemWords } from "../../problem-words.ts";
import { Banner } from "../../ui/banner.tsx";

/** Why the server let nobody in. It comes into sight and takes the focus: the deed lies far below it on a phone. */
export function Refused({ refusal }: { refusal: Refusal | null }) {
  return refusal ? <Why refusal={refusal} /> : null;
}

function Why({ refusal }: { refusal: Refusal }) {
  const t = useText("auth");
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <div role="alert" tabIndex={-1} ref={box}>
      <Banner tone="bad" icon="bad-filled" title={t("refused")}>
        {problemWords(refusal)}
      </Banner>
    </div>
  );
}
