import { useLiveQuery } from "dexie-react-hooks";
import { listProfiles } from "#client/profiles.ts";
import { isShared } from "#client/settings.ts";
import { useText } from "../../i18n/i18n.ts";
import { useCommuneName, useMe } from "../../logbook-context.tsx";
import { InstallCard } from "../../shell/install-card.tsx";
import { restOf } from "../../shell/places.ts";
import { Screen } from "../../shell/screen.tsx";
import type { IconName } from "../../ui/icons.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { PlainLink } from "./plain-link.tsx";
import { registersOf } from "./registers.ts";

/** *Thêm*: the places that the bar has no room for, the device's settings, and the way out. */
export default function MorePage() {
  const t = useText("settings");
  const me = useMe();
  const { name } = useCommuneName();
  const hands = useLiveQuery(async () => (await isShared()) || (await listProfiles()).length > 1);
  const own: readonly [string, IconName, string][] = [
    ...registersOf(me.roles).map(
      ([to, icon, name]) => [to, icon, t(`more.${name}`)] as [string, IconName, string],
    ),
    ...(hands ? [["/doi-ca", "lock", t("more.handover")] as [string, IconName, string]] : []),
    ["/danh-ba", "phone", t("more.contacts")],
    ["/nguoi-dung", "user", t("more.profiles")],
    ["/thong-bao", "bell", t("more.notices")],
    ["/su-co/dan-tin", "incident", t("more.paste")],
    ["/cho-gui", "sending", t("more.outbox")],
    ["/cai-dat", "settings", t("title")],
    ["/huong-dan", "print", t("more.guide")],
    ["/dang-xuat", "logout", t("more.signOut")],
  ];
  return (
    <Screen title={t("more.title")}>
      <PageHead title={t("more.title")} sub={[me.name, name].join(" · ")} />
      <InstallCard />
      <ul className="door-list">
        {restOf(me.roles).map((door) => (
          <li key={door.to}>
            <PlainLink to={door.to} icon={door.icon} text={t(`shell:places.${door.name}`)} />
          </li>
        ))}
        {own.map(([to, icon, text]) => (
          <li key={to}>
            <PlainLink to={to} icon={icon} text={text} />
          </li>
        ))}
      </ul>
    </Screen>
  );
}
