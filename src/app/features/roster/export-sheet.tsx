import { useState } from "react";
import { addDays, type CalendarDay } from "#kernel/calendar.ts";
import { useNames } from "../../book/names.ts";
import { useRemembered } from "../../book/remembered.ts";
import { shareText } from "../../capsule-file.ts";
import { useText } from "../../i18n/i18n.ts";
import { useCommuneName, useLogbook, useMe, useNow } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { ChoiceGroup } from "../../ui/choices.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { type Handed, rosterEvents } from "./roster-events.ts";
import { type RosterShift, shiftOf } from "./use-roster.ts";

const aheadDays = 366;
type Whose = "mine" | "all";

/** *Thêm vào lịch điện thoại*: the shifts to come as a file that the phone's own calendar opens, rings by and mends. */
export function ExportSheet({ onClose }: { onClose: () => void }) {
  const t = useText("roster");
  const [whose, setWhose] = useState<Whose>("mine");
  const [said, setSaid] = useState("");
  const hand = useHandOver();
  const give = async () => setSaid(await hand(whose));
  return (
    <Sheet
      open
      onClose={onClose}
      title={t("export.door")}
      closeLabel={t("common:close")}
      note={said === "" ? undefined : <span role="status">{said}</span>}
      footer={
        <Button variant="main" size="56" full icon="share" onClick={() => void give()}>
          {t("export.give")}
        </Button>
      }
    >
      <ChoiceGroup
        name="export-whose"
        label={t("export.whose")}
        columns={1}
        value={whose}
        options={(["mine", "all"] as const).map((value) => ({ value, text: t(`export.${value}`) }))}
        onChange={setWhose}
      />
      <p>{t("export.how")}</p>
    </Sheet>
  );
}

/** Makes the file and hands it to the share sheet or as a download; answers with what to say. */
function useHandOver(): (whose: Whose) => Promise<string> {
  const t = useText("roster");
  const names = useNames();
  const me = useMe();
  const { store, profile } = useLogbook();
  const commune = useCommuneName().name;
  const { now, day } = useNow();
  const [kept, keep] = useRemembered<{ mine: Handed; all: Handed }>("roster-handed", { mine: {}, all: {} });
  return async (whose) => {
    const shifts = (await readShifts(store, day)).filter(
      ({ body }) => whose === "all" || body.person === me.person,
    );
    const ids = Object.keys(kept[whose]);
    const gone = await store.read((tx) => tx.rows(ids));
    const made = rosterEvents(
      shifts,
      kept[whose],
      new Map(gone.flatMap((row) => (row ? [[row.id, row]] : []))),
      {
        title: ({ body }) =>
          whose === "mine"
            ? t(`export.title.${body.sort}`)
            : t("export.titleOf", { sort: t(`export.title.${body.sort}`), name: names.person(body.person) }),
        place: ({ body }) => names.site(body.site) ?? commune,
        cancelled: t("export.cancelled"),
      },
      now,
    );
    if (made.events.length === 0) return t("export.nothing");
    try {
      const { rosterCalendar } = await import("#documents/roster-calendar.ts");
      const file = rosterCalendar(made.events, {
        commune: profile.commune.id,
        name: t("export.calendar", { commune }),
      });
      await shareText("lich-truc.ics", file, "text/calendar");
    } catch {
      return t("export.notMade");
    }
    keep({ [whose]: made.handed });
    return t("export.given", { count: shifts.length });
  };
}

/** Yesterday's as well: a night shift may still be on. */
async function readShifts(
  store: ReturnType<typeof useLogbook>["store"],
  today: CalendarDay,
): Promise<RosterShift[]> {
  const [from, to] = [addDays(today, -1), addDays(today, aheadDays)];
  const rows = await store.read((tx) => tx.rowsByKeys(`shift/${from}`, `shift/${to}`));
  return rows.filter((row) => !row.deleted).map(shiftOf);
}
