import { dayOf } from "#kernel/calendar.ts";
import {
  formatBytes,
  formatDuration,
  formatLongDay,
  formatMoment,
  formatNumber,
  formatRowTime,
  formatTime,
} from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useNow } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { useCommand } from "../../use-command.ts";
import type { BackupList } from "./admin-api.ts";
import { MissingPhotos } from "./missing-photos.tsx";
import { AskedProblem, NotDone, useAdminApi, useAsked } from "./use-admin.tsx";

const oldMs = 36 * 3_600_000;

/** How old the newest copy is, all of them, one more at once, and that the same disk protects from little. */
export default function BackupsPage() {
  const t = useText("admin");
  const { now } = useNow();
  const asked = useAsked((api) => api.backups());
  const api = useAdminApi();
  const command = useCommand("nothing");
  const make = async () => {
    const list = await command.run(() => api.backUp());
    if (list) asked.put(list);
  };
  const list = asked.value;
  return (
    <Screen
      title={t("backups.title")}
      form
      dock={
        <Dock>
          <Button
            variant="main"
            size="56"
            full
            icon="backup"
            disabled={command.busy}
            onClick={() => void make()}
          >
            {t(command.busy ? "backups.making" : "backups.make")}
          </Button>
        </Dock>
      }
    >
      <PageHead title={t("backups.title")} back={{ label: t("common:back"), to: "/quan-tri" }} />
      <AskedProblem asked={asked} />
      <NotDone refusal={command.refusal} />
      {list ? <Warnings list={list} /> : null}
      {list ? (
        <LedgerPage ruled>
          <Section title={t("backups.all")} count={formatNumber(list.backups.length)}>
            <Rows label={t("backups.all")}>
              {list.backups.map((backup) => (
                <Row
                  key={backup.name}
                  time={formatRowTime(backup.at, now)}
                  title={t("backups.madeAt", {
                    time: formatTime(backup.at),
                    day: formatLongDay(dayOf(backup.at)),
                  })}
                  lines={[
                    t(backup.verified ? "backups.checked" : "backups.unchecked", {
                      size: formatBytes(backup.bytes),
                    }),
                  ]}
                />
              ))}
            </Rows>
          </Section>
        </LedgerPage>
      ) : null}
    </Screen>
  );
}

function Warnings({ list }: { list: BackupList }) {
  const t = useText("admin");
  const { ageMs, sameDisk, failure, missingPhotos = 0 } = list;
  const isOld = ageMs === null || ageMs > oldMs;
  return (
    <>
      <Banner
        tone={isOld ? "review" : "all-in"}
        icon={isOld ? "warning" : "backup"}
        title={ageMs === null ? t("backups.noneYet") : t("backups.age", { time: formatDuration(ageMs) })}
      >
        {t(textOfAge(ageMs))}
      </Banner>
      {sameDisk ? (
        <Banner tone="review" icon="warning" title={t("backups.sameDisk.title")}>
          {t("backups.sameDisk.text")}
        </Banner>
      ) : null}
      <DrillBanner drill={list.drill ?? null} />
      {failure ? (
        <Banner tone="bad" icon="bad-filled" title={t("backups.failed.title")}>
          {t("backups.failed.text")}
        </Banner>
      ) : null}
      {missingPhotos > 0 ? <MissingPhotos count={missingPhotos} /> : null}
    </>
  );
}

function textOfAge(ageMs: number | null): string {
  if (ageMs === null) return "backups.firstText";
  return ageMs > oldMs ? "backups.oldText" : "backups.freshText";
}

const drillOldMs = 92 * 86_400_000;

/** Copies that nobody ever put back are a hope; the drill is made on the server, and this tells of the last one. */
function DrillBanner({ drill }: { drill: NonNullable<BackupList["drill"]> | null }) {
  const t = useText("operations");
  const { now } = useNow();
  if (!drill) {
    return (
      <Banner icon="info" title={t("drill.never.title")}>
        {t("drill.never.text")}
      </Banner>
    );
  }
  const words = { when: formatMoment(drill.at, now), backup: formatMoment(drill.backupAt, now) };
  const state = !drill.ok ? "failed" : now - drill.at > drillOldMs ? "old" : "passed";
  const look = {
    passed: { tone: "all-in", icon: "received" },
    old: { tone: "review", icon: "stale" },
    failed: { tone: "bad", icon: "bad-filled" },
  } as const;
  return (
    <Banner {...look[state]} title={t(`drill.${state}.title`)}>
      {t(`drill.${state}.text`, words)}
    </Banner>
  );
}
