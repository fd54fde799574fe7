import { useMemo } from "react";
import { beganKey } from "#domain/incidents/began-key.ts";
import { type Broken, defaultSymptoms, symptomKindOf } from "#domain/symptoms/symptom-kinds.ts";
import { givenNames } from "#domain/symptoms/symptom-phrases.ts";
import { learntSymptoms, lookBackDays, offeredSymptoms } from "#domain/symptoms/symptoms.ts";
import { addDays } from "#kernel/calendar.ts";
import { useText } from "../../i18n/i18n.ts";
import { readRows, useLive, useNow } from "../../logbook-context.tsx";
import { incidentOf } from "../incident-row.tsx";

/** The symptoms that fit what is broken, from the incidents on this device; undefined while they are read. */
export function useSymptoms(broken: Broken): readonly string[] | undefined {
  const t = useText("symptoms");
  const { day } = useNow();
  const read = useLive(
    async (tx) => {
      const [incidents, equipment, people] = await Promise.all([
        tx.rowsByKeys(beganKey(addDays(day, -lookBackDays)), beganKey(day)),
        readRows(tx, "equipment"),
        readRows(tx, "person"),
      ]);
      return { incidents, equipment, people };
    },
    [day],
  );
  const kind = symptomKindOf(broken);
  return useMemo(() => {
    if (!read) return undefined;
    const sorts = new Map(read.equipment.map(({ id, body }) => [id, body["sort"] as string | undefined]));
    const past = read.incidents.filter(({ deleted }) => !deleted).map(incidentOf);
    const learnt = learntSymptoms(
      past.map(({ equipment, ...incident }) => ({ ...incident, sort: sorts.get(equipment ?? "") })),
      kind,
      { now: Date.parse(day), people: givenNames(read.people.map(({ body }) => String(body["name"]))) },
    );
    return offeredSymptoms(
      learnt,
      defaultSymptoms[kind].map((code) => t(`words.${code}`)),
    );
  }, [read, kind, day, t]);
}
