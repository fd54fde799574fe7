import { useLiveQuery } from "dexie-react-hooks";
import { markNotices, type Notice, readNotices, unread } from "#client/notices.ts";
import { findProfile } from "#client/profiles.ts";
import { formatRowTime } from "../../i18n/format.ts";
import { type Text, useText } from "../../i18n/i18n.ts";
import { useLive, useLogbook, useMe, useNow } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { Button } from "../../ui/button.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { PushSection } from "./push-section.tsx";

/** *Thông báo*: what a notification would have said, for everybody and without a link; what was read is marked here. */
export default function NoticesPage() {
  const t = useText("notices");
  const { device } = useLogbook().profile;
  const { person } = useMe();
  const { now } = useNow();
  const notices = useLive((tx) => readNotices(tx, person, now), [person, now]);
  const read = useLiveQuery(async () => (await findProfile(device))?.readNotices ?? [], [device]);
  const fresh = notices && read ? unread(notices, read) : [];
  const seen = (notices ?? []).filter((notice) => !fresh.includes(notice));
  const mark = (keys: readonly string[]) => void markNotices(device, "readNotices", keys, notices ?? []);
  return (
    <Screen title={t("title")}>
      <PageHead title={t("title")} sub={t("sub")} back={{ label: t("common:back"), to: "/them" }} />
      <LedgerPage ruled>
        <NoticeRows title={t("unread")} notices={fresh} now={now} onOpen={(key) => mark([key])} />
        <NoticeRows title={t("seen")} notices={seen} now={now} />
        {notices?.length === 0 ? <EmptyState fact={t("none")} todo={t("noneTodo")} /> : null}
      </LedgerPage>
      {fresh.length > 0 ? (
        <div className="block">
          <Button icon="check" full onClick={() => mark(fresh.map(({ key }) => key))}>
            {t("markAll")}
          </Button>
        </div>
      ) : null}
      <PushSection />
    </Screen>
  );
}

function NoticeRows({
  title,
  notices,
  now,
  onOpen,
}: {
  title: string;
  notices: readonly Notice[];
  now: number;
  onOpen?: ((key: string) => void) | undefined;
}) {
  const t = useText("notices");
  if (notices.length === 0) return null;
  const open = (target: EventTarget) => {
    const path = target instanceof Element ? target.closest("a")?.getAttribute("href") : null;
    for (const notice of notices) if (notice.path === path) onOpen?.(notice.key);
  };
  return (
    <Section title={title} count={notices.length}>
      {/* To open one is to have read it: the row is a link, and the tap passes through here. */}
      <div role="presentation" onClickCapture={(event) => open(event.target)}>
        <Rows label={title}>
          {notices.map((notice) => (
            <Row
              key={notice.key}
              to={notice.path}
              time={formatRowTime(notice.at, now)}
              title={t(`sorts.${notice.sort}`, { level: notice.severity })}
              lines={[wordsOf(t, notice)]}
            />
          ))}
        </Rows>
      </div>
    </Section>
  );
}

function wordsOf(t: Text, { sort, site, number, title }: Notice): string {
  if (sort === "checkLate") return t("checkLateAt", { site });
  return [number, title].filter(Boolean).join(" · ");
}
