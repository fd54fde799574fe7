import { type ComponentType, lazy, type ReactNode, Suspense, useSyncExternalStore } from "react";
import { useLocation } from "react-router";
import { storeSilence } from "#client/store-silence.ts";
import { useText } from "../i18n/i18n.ts";
import { useCommuneName, useMe } from "../logbook-context.tsx";
import { AppFrame } from "../ui/app-frame.tsx";
import { BottomNav } from "../ui/bottom-nav.tsx";
import { Rail } from "../ui/rail.tsx";
import { StatusLine } from "../ui/status-line.tsx";
import { type OpenOffer, useUndoOffer } from "../undo-offer.ts";
import { barOf, type Door, isAt, placesOf } from "./places.ts";
import { ProfileFoot } from "./profile-button.tsx";
import { useScreenEntry } from "./screen-entry.ts";
import { useStatus } from "./use-status.ts";

/** Where a piece cannot be fetched the screen goes without it. */
const none = () => ({ default: () => null });
const OfferedUndo = lazy<ComponentType<{ offer: OpenOffer }>>(() =>
  import("./offered-undo.tsx").then((part) => ({ default: part.OfferedUndo }), none),
);
const RailMore = lazy<ComponentType>(() => import("./rail-more.tsx").then((part) => part.railMore(), none));
const KeySheet = lazy(() => import("./key-sheet.tsx").then((sheet) => sheet.keySheet()));

/**
 * A screen of the book inside its frame: status line, the places of the role, and what the screen docks at the foot.
 * `form` hides the bar, so that the dock lies under the thumb. `title` names the tab; the page's own head is `children`.
 */
export function Screen({
  title,
  dock,
  undo,
  form,
  hideStatus,
  newTo,
  children,
}: {
  title: string;
  dock?: ReactNode;
  undo?: ReactNode;
  form?: boolean | undefined;
  hideStatus?: boolean | undefined;
  /** Where the key `N` leads. */
  newTo?: string | undefined;
  children: ReactNode;
}) {
  const t = useText("shell");
  const offer = useUndoOffer();
  const keys = useScreenEntry({ title, newTo, form: form === true });
  return (
    <AppFrame
      skipText={t("skip")}
      status={<Top hideStatus={hideStatus} />}
      rail={<ShellRail />}
      nav={form ? null : <ShellBar />}
      dock={dock}
      undo={
        undo ??
        (offer ? (
          <Suspense fallback={null}>
            <OfferedUndo offer={offer} />
          </Suspense>
        ) : null)
      }
    >
      <SampleStrip />
      {children}
      {keys.shown ? (
        <Suspense fallback={null}>
          <KeySheet onClose={keys.hide} />
        </Suspense>
      ) : null}
    </AppFrame>
  );
}

/** Scrolls with the page, so that it covers nothing. */
function SampleStrip() {
  const t = useText("shell");
  return useCommuneName().sample ? <p className="sample-strip">{t("sample")}</p> : null;
}

function Top({ hideStatus }: { hideStatus: boolean | undefined }) {
  const t = useText("shell");
  const { tone, icon, strong, text, label } = useStatus();
  const isSilent = useSyncExternalStore(storeSilence.subscribe, storeSilence.get);
  return (
    <>
      {hideStatus ? null : (
        <StatusLine tone={tone} icon={icon} strong={strong} text={text} label={label} to="/cho-gui" />
      )}
      {isSilent ? (
        <p className="sample-strip" role="alert">
          {t("silent")}
        </p>
      ) : null}
    </>
  );
}

function ShellBar() {
  const t = useText("shell");
  return <BottomNav label={t("navigation")} items={usePlaces(barOf(useMe().roles))} />;
}

function ShellRail() {
  const t = useText("shell");
  const me = useMe();
  const commune = useCommuneName().name;
  const more: Door = { to: "/them", icon: "menu", name: "more" };
  const items = usePlaces([...placesOf(me.roles), more]);
  return (
    <Rail
      label={t("navigation")}
      brand={t("brand")}
      place={commune}
      items={items}
      more={
        window.matchMedia?.("(min-width: 45rem)").matches ? (
          <Suspense fallback={null}>
            <RailMore />
          </Suspense>
        ) : null
      }
      foot={<ProfileFoot />}
    />
  );
}

function usePlaces(doors: readonly Door[]) {
  const t = useText("shell");
  const { pathname } = useLocation();
  return doors.map((door) => ({
    to: door.to,
    icon: door.icon,
    text: t(`places.${door.name}`),
    current: isAt(door, pathname),
  }));
}
