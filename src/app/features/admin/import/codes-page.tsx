import { formatDay, formatTime } from "../../../i18n/format.ts";
import { useText } from "../../../i18n/i18n.ts";
import { useNow } from "../../../logbook-context.tsx";
import { Screen } from "../../../shell/screen.tsx";
import { Banner } from "../../../ui/banner.tsx";
import { Button, LinkButton } from "../../../ui/button.tsx";
import { Dock } from "../../../ui/dock.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { PrintFoot } from "../../../ui/print-parts.tsx";
import type { ImportDesk } from "./use-import.ts";

/** What was written, and the one-time codes of those who have not come in yet: shown this once, to be printed. */
export function CodesPage({ desk }: { desk: ImportDesk }) {
  const t = useText("import");
  const { now, day } = useNow();
  const codes = desk.done?.codes ?? [];
  const written = (desk.done?.plan ?? []).filter(
    ({ state }) => state === "new" || (state === "differs" && desk.update),
  ).length;
  return (
    <Screen
      title={t("done.title")}
      form
      dock={
        <Dock>
          {codes.length > 0 ? (
            <Button variant="main" size="56" full icon="print" onClick={() => window.print()}>
              {t("done.print", { count: codes.length })}
            </Button>
          ) : (
            <LinkButton variant="main" size="56" full to="/quan-tri">
              {t("done.back")}
            </LinkButton>
          )}
        </Dock>
      }
    >
      <PageHead
        title={t(`done.${desk.what}`, { count: written })}
        back={{ label: t("common:back"), to: "/quan-tri" }}
      />
      {codes.length > 0 ? (
        <>
          <div className="screen-only">
            <Banner tone="review" icon="key" title={t("done.once")}>
              {t("done.onceText")}
            </Banner>
          </div>
          <div className="import-codes">
            <p>{t("done.how", { address: location.origin })}</p>
            <table className="print-table">
              <caption className="hidden-text">{t("done.codes")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("field.name")}</th>
                  <th scope="col">{t("field.account")}</th>
                  <th scope="col">{t("done.code")}</th>
                </tr>
              </thead>
              <tbody>
                {codes.map((one) => (
                  <tr key={one.account}>
                    <th scope="row">{one.name}</th>
                    <td>{one.account}</td>
                    <td className="import-code">{one.code}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <PrintFoot text={t("done.foot", { time: formatTime(now), day: formatDay(day) })} />
        </>
      ) : null}
      <div className="block screen-only">
        <Button full onClick={desk.restart}>
          {t("done.another")}
        </Button>
      </div>
    </Screen>
  );
}
