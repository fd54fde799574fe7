import "./month.css";
import { Navigate, useParams, useSearchParams } from "react-router";
import { addMonths, isMonth, type Month, monthOf } from "#kernel/month.ts";
import { silentWords } from "../../book/checks/silent-words.ts";
import { useSilent } from "../../book/checks/use-silent.ts";
import { useNames } from "../../book/names.ts";
import { useText } from "../../i18n/i18n.ts";
import { useNow } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Chip, FilterChips } from "../../ui/chips.tsx";
import { Dock } from "../../ui/dock.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { MonthHeat } from "./month-heat.tsx";
import { MonthLists } from "./month-lists.tsx";
import { MonthPaper } from "./month-paper.tsx";
import { useMonth } from "./use-month.ts";

/** *Cả tháng trên một trang*: what was checked and what was not, and the A4 sheet that is signed. */
export default function MonthPage() {
  const { thang = "" } = useParams();
  const { day: today } = useNow();
  if (!isMonth(thang) || thang > monthOf(today)) return <Navigate to={monthPath(monthOf(today))} replace />;
  return <MonthOf month={thang} today={today} />;
}

function monthPath(month: Month, site?: string): string {
  return `/kiem-tra/thang/${month}${site ? `?diem=${encodeURIComponent(site)}` : ""}`;
}

function subOf(site: string, silent: string | null): string {
  return silent ? `${site} · ${silent}` : site;
}

function MonthOf({ month, today }: { month: Month; today: string }) {
  const t = useText("month");
  const [search, setSearch] = useSearchParams();
  const { now } = useNow();
  const view = useMonth(month, { now, day: today }, search.get("diem") ?? "");
  const names = useNames();
  const site = view?.site.id;
  const silent = useSilent({ sort: "checks", site: site ?? null }, month);
  const words = t("of", { month: Number(month.slice(5)), year: month.slice(0, 4) });
  return (
    <Screen
      title={words}
      form
      dock={
        view ? (
          <Dock>
            <Button variant="main" size="56" full icon="print" onClick={() => window.print()}>
              {t("print")}
            </Button>
          </Dock>
        ) : null
      }
    >
      <div className="screen-only">
        <PageHead
          title={words}
          sub={view ? subOf(String(view.site.body["name"]), silent && silentWords(silent, now, t)) : null}
          back={{ label: t("common:back"), to: "/kiem-tra" }}
        />
        <nav className="month-nav" aria-label={t("otherMonths")}>
          <LinkButton icon="back" to={monthPath(addMonths(month, -1), site)}>
            {t("short", { month: Number(addMonths(month, -1).slice(5)) })}
          </LinkButton>
          {month < monthOf(today) ? (
            <LinkButton icon="next" to={monthPath(addMonths(month, 1), site)}>
              {t("short", { month: Number(addMonths(month, 1).slice(5)) })}
            </LinkButton>
          ) : null}
        </nav>
        {view && view.sites.length > 1 ? (
          <FilterChips label={t("runs:list.site")}>
            {view.sites.map((one) => (
              <Chip
                key={one.id}
                pressed={one === view.site}
                text={String(one.body["short"] ?? one.body["name"])}
                onToggle={() => setSearch({ diem: one.id }, { replace: true })}
              />
            ))}
          </FilterChips>
        ) : null}
      </div>
      {view === null ? (
        <EmptyState fact={t("runs:run.noTemplate")} todo={t("runs:run.noTemplateTodo")} />
      ) : null}
      {view ? (
        <>
          <div className="month-panes screen-only">
            <MonthHeat view={view} />
            <MonthLists view={view} />
          </div>
          <MonthPaper view={view} names={names} title={words} silent={silent} />
        </>
      ) : null}
    </Screen>
  );
}
