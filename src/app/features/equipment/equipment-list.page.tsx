import { mayDo } from "#domain/rights.ts";
import { ListPage } from "../../book/list-page.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { EquipmentList } from "./equipment-list.tsx";

/** *Thiết bị*: the register of things, with their labels and warranties. */
export default function EquipmentListPage() {
  const t = useText("equipment");
  const mayAdd = mayDo(useMe().rights, "equipment", "create");
  return (
    <ListPage
      texts="equipment"
      list={<EquipmentList />}
      create={mayAdd ? { to: "/thiet-bi/moi", text: t("add") } : undefined}
    />
  );
}
