import { useLiveQuery } from "dexie-react-hooks";
import { useState } from "react";
import { currentProfile, listProfiles, type Profile, readSettings } from "#client/profiles.ts";
import { comparePeople } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useOpenBook } from "../../open-book.tsx";
import { LinkButton, TextLink } from "../../ui/button.tsx";
import { Picked } from "../../ui/picked.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { DoorPage } from "./door-page.tsx";
import { PinPad } from "./pin-pad.tsx";
import { UnlockForm } from "./unlock-form.tsx";
import { useOpen } from "./use-enter.ts";

/** Who writes on this device: a switch without the network, behind a PIN where one was set. */
export default function ProfilesPage() {
  const t = useText("auth");
  const profiles = useLiveQuery(listProfiles);
  const last = useLiveQuery(async () => (await currentProfile()) ?? null);
  const lockAfter = useLiveQuery(async () => (await readSettings()).lockAfter ?? "off");
  const isShared = lockAfter !== undefined && lockAfter !== "off";
  const { logbook } = useOpenBook();
  const enter = useOpen();
  const [picked, setPicked] = useState<Profile | "none">();
  // Whoever wrote last is asked for the PIN at once, unless somebody else was picked.
  const chosen = picked ?? (logbook || !last?.pin ? "none" : last);
  const choose = (profile: Profile) => {
    const isOpen = logbook?.profile.device === profile.device;
    if (isOpen || (profile.state === "open" && !profile.pin)) void enter(profile);
    else setPicked(profile);
  };
  const back = logbook ? { label: t("common:back"), to: "/" } : undefined;
  if (chosen !== "none") {
    const Ask = chosen.state === "locked" ? UnlockForm : PinPad;
    return (
      <Ask profile={chosen} onOpen={(profile) => void enter(profile)} onBack={() => setPicked("none")} />
    );
  }
  const sorted = [...(profiles ?? [])].sort((a, b) => comparePeople(a.name, b.name));
  return (
    <DoorPage
      title={t("profiles.title")}
      sub={isShared ? t("profiles.shared", { count: Number(lockAfter) }) : t("profiles.sub")}
      back={back}
    >
      {profiles?.length === 0 ? <EmptyState fact={t("profiles.none")} todo={t("profiles.noneTodo")} /> : null}
      <ul className="door-list">
        {sorted.map((profile) => (
          <li key={profile.device}>
            <Picked
              icon={profile.state === "locked" ? "lock" : "user"}
              text={profile.name}
              sub={subOf(t, profile, { isOpen: logbook?.profile.device === profile.device, isShared })}
              deed={t(profile.state === "locked" ? "profiles.unlock" : "profiles.open")}
              onChange={() => choose(profile)}
            />
          </li>
        ))}
      </ul>
      <div className="door-links">
        {logbook && isShared ? (
          <LinkButton icon="lock" to="/doi-ca" full>
            {t("profiles.handOver")}
          </LinkButton>
        ) : null}
        <LinkButton icon="plus" to="/dang-nhap" full>
          {t("profiles.add")}
        </LinkButton>
        {logbook ? (
          <TextLink to="/dang-xuat" icon="logout">
            {t("profiles.signOut", { name: logbook.profile.name })}
          </TextLink>
        ) : null}
      </div>
    </DoorPage>
  );
}

function subOf(
  t: ReturnType<typeof useText>,
  profile: Profile,
  { isOpen, isShared }: { isOpen: boolean; isShared: boolean },
): string {
  const { unsent, dead } = profile.lastKnown;
  const parts = [
    profile.commune.name,
    isOpen ? t("profiles.current") : "",
    unsent > 0 ? t("profiles.unsent", { count: unsent }) : "",
    dead > 0 ? t("profiles.review", { count: dead }) : "",
    isShared && profile.state === "open" && !profile.pin ? t("profiles.noPin") : "",
  ];
  return parts.filter(Boolean).join(" · ");
}
