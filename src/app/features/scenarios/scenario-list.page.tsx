import { mayDo } from "#domain/rights.ts";
import { ListPage } from "../../book/list-page.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { ScenarioList } from "./scenario-list.tsx";

export default function ScenarioListPage() {
  const t = useText("scenarios");
  const mayAdd = mayDo(useMe().rights, "scenario", "create");
  return (
    <ListPage
      texts="scenarios"
      list={<ScenarioList />}
      create={mayAdd ? { to: "/kich-ban/moi", text: t("add") } : undefined}
    />
  );
}
