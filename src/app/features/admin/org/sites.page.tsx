import { useState } from "react";
import { templateForSite } from "#domain/checks/template-at.ts";
import { officeWeek } from "#domain/org/calendar/work-days.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useNames } from "../../../book/names.ts";
import { formatDay } from "../../../i18n/format.ts";
import { useText } from "../../../i18n/i18n.ts";
import { useRowsByKey } from "../../../logbook-context.tsx";
import { Screen } from "../../../shell/screen.tsx";
import { Button } from "../../../ui/button.tsx";
import { Dock } from "../../../ui/dock.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { Picked } from "../../../ui/picked.tsx";
import { EmptyState } from "../../../ui/plain-states.tsx";
import { type OpenedSite, SiteSheet } from "./site-sheet.tsx";

/** *Điểm kiểm tra*: where checks are made, with which template, on which days of the week. */
export default function SitesPage() {
  const t = useText("org");
  const names = useNames();
  const known = useRowsByKey("checkTemplate");
  const templates = known ?? [];
  const [opened, setOpened] = useState<OpenedSite | null>(null);
  const nameOf = (row: StoredRow) => String(row.body["name"]);
  const templateName = (id: string | undefined) => {
    const found = templateForSite(templates, id);
    if (!found) return t("sites.noTemplate");
    return found.id === id ? nameOf(found) : t("sites.shared", { name: nameOf(found) });
  };
  return (
    <Screen
      title={t("doors.sites")}
      form
      dock={
        <Dock>
          <Button
            variant="main"
            size="56"
            full
            icon="plus"
            onClick={() => setOpened({ id: null, body: { name: "" } })}
          >
            {t("sites.add")}
          </Button>
        </Dock>
      }
    >
      <PageHead title={t("doors.sites")} back={{ label: t("common:back"), to: "/quan-tri" }} />
      {names.isReady && names.sites.length === 0 ? (
        <EmptyState fact={t("sites.empty")} todo={t("sites.emptyTodo")} />
      ) : null}
      <ul className="door-list" aria-label={t("doors.sites")}>
        {names.sites.map(({ id, body }) => (
          <li key={id}>
            <Picked
              icon="pin"
              text={body.name}
              sub={[
                names.village(body.village) ?? "",
                templateName(body.templateId),
                (body.weekdays ?? officeWeek).map((day) => t(`weekdays.${day}`)).join(", "),
                body.closedOn ? t("sites.closedFrom", { day: formatDay(body.closedOn) }) : "",
              ]
                .filter(Boolean)
                .join(" · ")}
              deed={t("edit")}
              onChange={() => setOpened({ id, body })}
            />
          </li>
        ))}
      </ul>
      {opened && known ? (
        <SiteSheet
          opened={opened}
          names={names}
          templates={templates.map((row) => ({ id: row.id, name: nameOf(row) }))}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </Screen>
  );
}
