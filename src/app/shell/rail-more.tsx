import { useLocation } from "react-router";
import { readsSome } from "#domain/reads-some.ts";
import { loadTexts, useText } from "../i18n/i18n.ts";
import { useMe } from "../logbook-context.tsx";
import { RailList } from "../ui/rail.tsx";
import { registersOf } from "./registers.ts";

/** On a desk the registers stand in the rail as well, which on a phone are behind *Thêm*. */
function RailMore() {
  const t = useText("settings");
  const me = useMe();
  const { pathname } = useLocation();
  const items = [
    ...registersOf(me.roles),
    ...(readsSome(me.roles, "staff") ? [["/danh-ba", "phone", "contacts"] as const] : []),
  ].map(([to, icon, name]) => ({
    to,
    icon,
    text: t(`more.${name}`),
    current: pathname === to || pathname.startsWith(`${to}/`),
  }));
  return (
    <>
      <p className="rail-group">{t("more.groups.books")}</p>
      <RailList items={items} />
    </>
  );
}

export async function railMore() {
  await loadTexts("settings");
  return { default: RailMore };
}
