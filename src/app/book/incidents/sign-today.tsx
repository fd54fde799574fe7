import { useState } from "react";
import { beganKey } from "#domain/incidents/began-key.ts";
import type { QuietDay } from "#domain/incidents/quiet-day.ts";
import { mayDo } from "#domain/rights.ts";
import { startOfDay } from "#kernel/calendar.ts";
import { monthOf } from "#kernel/month.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useNow, useRowsByKey } from "../../logbook-context.tsx";
import { Button, TextLink } from "../../ui/button.tsx";
import { useCommand } from "../../use-command.ts";
import { useHand } from "../deed.ts";
import { useNames } from "../names.ts";
import { RefusalBanner } from "../refusal-banner.tsx";
import { signQuietDay, unsignQuietDay } from "./quiet-commands.ts";

const dayEndsFrom = 16 * 3_600_000;

/** Offered from 16:00 on, or when the device is handed over. One tap signs that nothing broke today, one takes it back; not offered once something did. */
export function SignToday({ atHandover = false }: { atHandover?: boolean }) {
  const t = useText("incidents");
  const me = useMe();
  const hand = useHand();
  const command = useCommand();
  const names = useNames();
  const { day, now } = useNow();
  const [chosen, setChosen] = useState("");
  const signed = useRowsByKey(`quiet/${monthOf(day)}`);
  const began = useRowsByKey(beganKey(day));
  const site = names.sites.find(({ id }) => id === chosen) ?? names.sites[0];
  if (!mayDo(me.rights, "quietDay", "create") || !site || !signed || !began) return null;
  const mine = signed.find((row) => quietOf(row).day === day && quietOf(row).site === site.id);
  const broke = began.some((row) => row.body["site"] === site.id);
  if (broke && !mine) return null;
  // Before the end of the day nobody knows that nothing will break.
  if (!mine && !atHandover && now < startOfDay(day) + dayEndsFrom) return null;
  const name = site.body.short ?? site.body.name;
  return (
    <div className="block">
      <RefusalBanner refusal={command.refusal} typed={false} />
      {mine ? (
        <p className="last-saved">
          <span>
            {t(broke ? "quiet.contradicted" : "quiet.today", {
              site: name,
              name: names.person(mine.changed.by),
            })}
          </span>
          <TextLink icon="undo" onClick={() => void command.run(() => unsignQuietDay(hand, site.id, day))}>
            {t("quiet.unsign")}
          </TextLink>
        </p>
      ) : (
        <Button icon="ok" full onClick={() => void command.run(() => signQuietDay(hand, site.id, day))}>
          {t("quiet.sign", { site: name })}
        </Button>
      )}
      {names.sites.length > 1
        ? names.sites
            .filter(({ id }) => id !== site.id)
            .map(({ id, body }) => (
              <TextLink key={id} onClick={() => setChosen(id)}>
                {t("quiet.other", { site: body.short ?? body.name })}
              </TextLink>
            ))
        : null}
    </div>
  );
}

export function quietOf(row: StoredRow): QuietDay {
  return row.body as unknown as QuietDay;
}
