import { recordPath } from "../../book/record-path.ts";
import { useRemembered } from "../../book/remembered.ts";
import { useText } from "../../i18n/i18n.ts";
import { useDesk } from "../../logbook-context.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button, ButtonPair, LinkButton } from "../../ui/button.tsx";

/** Two people changed the same thing: said once a day; what is in use stands if nobody looks. */
export function ConflictPrompt({ day }: { day: string }) {
  const t = useText("today");
  const conflicts = useDesk()?.conflicts ?? [];
  const [put, putOff] = useRemembered("conflict-prompt", { day: "" });
  const [first] = conflicts;
  const path = first ? recordPath(String(first.body["kind"]), String(first.body["record"])) : null;
  if (!first || put.day === day) return null;
  return (
    <Banner
      tone="review"
      icon="review"
      title={t("conflicts.title", { count: conflicts.length })}
      action={
        <ButtonPair>
          <LinkButton to={path ?? "/cho-gui"}>{t("conflicts.look")}</LinkButton>
          <Button onClick={() => putOff({ day })}>{t("common:later")}</Button>
        </ButtonPair>
      }
    >
      {t("conflicts.explain")}
    </Banner>
  );
}
