import "./more.css";
import { useLiveQuery } from "dexie-react-hooks";
import { readNotices, unread } from "#client/notices.ts";
import { findProfile, listProfiles } from "#client/profiles.ts";
import { isShared } from "#client/settings.ts";
import { readsSome } from "#domain/reads-some.ts";
import { useText } from "../../i18n/i18n.ts";
import { useCommuneName, useDesk, useLive, useLogbook, useMe, useNow } from "../../logbook-context.tsx";
import { InstallCard } from "../../shell/install-card.tsx";
import { placesOf, restOf } from "../../shell/places.ts";
import { registersOf } from "../../shell/registers.ts";
import { Screen } from "../../shell/screen.tsx";
import { Icon, type IconName } from "../../ui/icons.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Row, Rows } from "../../ui/rows.tsx";

interface Way {
  readonly to: string;
  readonly icon: IconName;
  readonly text: string;
  /** Said where something waits there. */
  readonly waits?: string | undefined;
}

/** *Thêm*: the places that the bar has no room for, what concerns this device, and the way out. */
export default function MorePage() {
  const t = useText("settings");
  const me = useMe();
  const { name } = useCommuneName();
  const groups = useGroups();
  return (
    <Screen title={t("more.title")}>
      <PageHead title={t("more.title")} sub={[me.name, name].join(" · ")} />
      <InstallCard />
      <div className="more">
        <LedgerPage ruled>
          {groups.map(([group, ways]) => (
            <Section key={group} title={t(`more.groups.${group}`)}>
              <Rows label={t(`more.groups.${group}`)}>
                {ways.map(({ to, icon, text, waits }) => (
                  <Row
                    key={to}
                    to={to}
                    time={<Icon name={icon} />}
                    title={text}
                    lines={waits === undefined ? [] : [waits]}
                  />
                ))}
              </Rows>
            </Section>
          ))}
        </LedgerPage>
      </div>
    </Screen>
  );
}

function useGroups(): readonly (readonly [string, readonly Way[]])[] {
  const t = useText("settings");
  const me = useMe();
  const hands = useLiveQuery(async () => (await isShared()) || (await listProfiles()).length > 1);
  const { outbox, notices } = useWaiting();
  const meta = useDesk()?.meta;
  const keeps = meta?.keptUntil !== undefined;
  // A helper who was given a site, or in whose village one stands, reads its sheets.
  const looksAtSites =
    !placesOf(me.roles).some(({ name }) => name === "checks") &&
    me.has("village") &&
    meta?.scopes.some((scope) => scope.startsWith("site:"));
  const way = (to: string, icon: IconName, name: string, waits?: string): Way => ({
    ...{ to, icon, waits },
    text: t(`more.${name}`),
  });
  return [
    [
      "books",
      [
        ...restOf(me.roles).map((door) => ({ ...door, text: t(`shell:places.${door.name}`) })),
        ...registersOf(me.roles).map(([to, icon, name]) => way(to, icon, name)),
        ...(looksAtSites
          ? [{ to: "/kiem-tra", icon: "check-list" as const, text: t("shell:places.checks") }]
          : []),
        ...(readsSome(me.roles, "staff") ? [way("/danh-ba", "phone", "contacts")] : []),
        ...(readsSome(me.roles, "incidents") ? [way("/su-co/dan-tin", "incident", "paste")] : []),
        ...(keeps ? [way("/da-ghi", "lock", "kept")] : []),
      ],
    ],
    [
      "device",
      [
        way("/cho-gui", "sending", "outbox", outbox > 0 ? t("more.waiting", { count: outbox }) : undefined),
        way("/thong-bao", "bell", "notices", notices > 0 ? t("more.unread", { count: notices }) : undefined),
        { to: "/cai-dat", icon: "settings", text: t("title") },
        way("/huong-dan", "print", "guide"),
      ],
    ],
    [
      "account",
      [
        ...(hands && readsSome(me.roles, "incidents") ? [way("/doi-ca", "lock", "handover")] : []),
        way("/nguoi-dung", "user", "profiles"),
        way("/dang-xuat", "logout", "signOut"),
      ],
    ],
  ];
}

/** What has not reached the server or was refused, and what this person has not looked at. */
function useWaiting(): { readonly outbox: number; readonly notices: number } {
  const { device } = useLogbook().profile;
  const { person } = useMe();
  const { now } = useNow();
  const desk = useDesk();
  const notices = useLive((tx) => readNotices(tx, person, now), [person, now]);
  const read = useLiveQuery(async () => (await findProfile(device))?.readNotices ?? [], [device]);
  const unsent = desk?.outbox.filter(({ receipt }) => !receipt).length ?? 0;
  return {
    outbox: unsent + (desk?.dead.length ?? 0) + (desk?.conflicts.length ?? 0),
    notices: notices && read ? unread(notices, read).length : 0,
  };
}
