import { useText } from "../../i18n/i18n.ts";
import { Screen } from "../../shell/screen.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";

/** What stands at an address whose list this role does not read: an empty list would be taken for the truth. */
export default function NotYoursPage() {
  const t = useText("settings");
  return (
    <Screen title={t("notYours.title")}>
      <PageHead title={t("notYours.title")} back={{ label: t("common:back"), to: "/" }} />
      <EmptyState
        fact={t("notYours.fact")}
        todo={t("notYours.todo")}
        action={<LinkButton to="/">{t("notYours.home")}</LinkButton>}
      />
    </Screen>
  );
}
