import { ListPage } from "../../book/list-page.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { IncidentList } from "./incident-list.tsx";

/** *Sự cố*: what is broken and who is on it. */
export default function IncidentListPage() {
  const t = useText("incidents");
  const reports = useMe().roles.some((role) => role !== "province");
  const create = reports ? { to: "/su-co/moi", text: t("report") } : undefined;
  return <ListPage texts="incidents" list={<IncidentList />} create={create} />;
}
