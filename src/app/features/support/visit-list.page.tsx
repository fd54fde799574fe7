import { ListPage } from "../../book/list-page.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { VisitList } from "./visit-list.tsx";

/** *Hỗ trợ*: visits by day and village. */
export default function VisitListPage() {
  const t = useText("support");
  const writes = useMe().has("centre", "village");
  const create = writes ? { to: "/ho-tro/moi", text: t("create") } : undefined;
  return <ListPage texts="support" list={<VisitList />} create={create} />;
}
