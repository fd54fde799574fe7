import { useState } from "react";
import type { ClosedDay } from "#domain/checks/check-kinds.ts";
import { closeDay, openDay } from "../../book/checks/commands.ts";
import type { SiteCheck } from "../../book/checks/site-checks.ts";
import { useHand } from "../../book/deed.ts";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { useText } from "../../i18n/i18n.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { ChoiceGroup } from "../../ui/choices.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { useCommand } from "../../use-command.ts";

const reasons = ["weekend", "holiday", "storm", "other"] as const;

/** A day without work is marked with its reason; the mark refuses nothing and can be taken away. */
export function ClosedDayMark({
  check,
  mayWrite,
}: {
  check: Pick<SiteCheck, "site" | "key" | "closed">;
  mayWrite: boolean;
}) {
  const t = useText("checks");
  const hand = useHand();
  const command = useCommand();
  const [opened, setOpened] = useState(false);
  const { site, key, closed } = check;
  const remove = () => void command.run(() => openDay(hand, site.id, key.day));
  if (closed) {
    return (
      <Banner
        icon="off"
        title={t("closed.is", { reason: t(`closed.${closed.reason}`) })}
        action={mayWrite ? <Button onClick={remove}>{t("closed.unmark")}</Button> : null}
      >
        {closed.note ?? t("closed.still")}
      </Banner>
    );
  }
  if (!mayWrite) return null;
  return (
    <>
      <Button full onClick={() => setOpened(true)}>
        {t("closed.title")}
      </Button>
      {opened ? <ReasonSheet check={check} onClose={() => setOpened(false)} /> : null}
    </>
  );
}

function ReasonSheet({ check, onClose }: { check: Pick<SiteCheck, "site" | "key">; onClose: () => void }) {
  const t = useText("checks");
  const hand = useHand();
  const command = useCommand();
  const [reason, setReason] = useState<ClosedDay["reason"] | null>(null);
  const [pressed, setPressed] = useState(false);
  const mark = async () => {
    setPressed(true);
    if (reason === null) return;
    if (await command.run(() => closeDay(hand, check.site.id, check.key.day, reason, ""))) onClose();
  };
  return (
    <Sheet
      open
      onClose={onClose}
      title={t("closed.title")}
      closeLabel={t("closed.close")}
      dismissOutside={reason === null}
      footer={
        <Button variant="main" size="56" full onClick={() => void mark()}>
          {t("closed.mark")}
        </Button>
      }
    >
      <RefusalBanner refusal={command.refusal} />
      <ChoiceGroup
        name="closed-reason"
        label={t("closed.why")}
        value={reason}
        error={pressed && reason === null ? t("closed.choose") : undefined}
        options={reasons.map((value) => ({ value, text: t(`closed.${value}`) }))}
        onChange={setReason}
      />
    </Sheet>
  );
}
