import { Suspense, useState } from "react";
import { keptPhotos } from "#client/photos/kept-photos.ts";
import type { CheckTemplate } from "#domain/checks/check-kinds.ts";
import { incidentGroupOf } from "#domain/checks/fault-incident.ts";
import type { Equipment } from "#domain/org/org-kinds.ts";
import { SymptomChips } from "../../book/symptoms/lazy-parts.ts";
import { useText } from "../../i18n/i18n.ts";
import { LatePart, lazyPart } from "../../late-part.tsx";
import { useLive } from "../../logbook-context.tsx";
import { Button, ButtonPair } from "../../ui/button.tsx";
import { noteDraftKey } from "./note-draft.ts";
import type { RunDeeds } from "./use-run-deeds.ts";

type Item = CheckTemplate["items"][number];

const ItemPhotos = lazyPart(async () => (await import("./item-photos.tsx")).ItemPhotos, "photos");

/** What a fault asks in place: what it looks like, a tap each; a picture; words of one's own. */
export function ItemFault({
  item,
  thing,
  run,
  incident,
  note,
  deeds,
  onWrite,
}: {
  item: Item;
  thing: Equipment | undefined;
  run: string;
  /** What the fault was reported as; null where nothing was. */
  incident: string | null;
  note: string;
  deeds: RunDeeds;
  /** Null while the note is being written: its words are its field's. */
  onWrite: (() => void) | null;
}) {
  const t = useText("checks");
  const form = `${run}/photo/${item.id}`;
  const [shoots, setShoots] = useState(false);
  const kept = useLive(async (tx) => (await keptPhotos(tx, form)).length, [form]) ?? 0;
  const pressed = useLatest(note, (next) => deeds.note(item, next, noteDraftKey(run, item.id)));
  return (
    <>
      {onWrite ? <ItemSymptoms item={item} thing={thing} note={pressed.shown} onNote={pressed.set} /> : null}
      {incident ? null : (
        <Button icon="incident" onClick={() => deeds.report(item)}>
          {t("runs:item.report")}
        </Button>
      )}
      {incident && (shoots || kept > 0) ? (
        <LatePart>
          <ItemPhotos form={form} incident={incident} count={kept} onDone={() => setShoots(false)} />
        </LatePart>
      ) : null}
      <ButtonPair>
        {incident && !shoots && kept === 0 ? (
          <Button icon="camera" onClick={() => setShoots(true)}>
            {t("runs:item.addPhoto")}
          </Button>
        ) : null}
        {onWrite ? (
          <Button icon="edit" onClick={onWrite}>
            {t(note === "" ? "runs:item.addNote" : "runs:item.editNote")}
          </Button>
        ) : null}
      </ButtonPair>
    </>
  );
}

/** The symptoms that things like this one have, each a tap into the note and out of it. */
export function ItemSymptoms({
  item,
  thing,
  note,
  onNote,
}: {
  item: Item;
  thing: Equipment | undefined;
  note: string;
  onNote: (note: string) => void;
}) {
  const t = useText("checks");
  return (
    <Suspense fallback={null}>
      <SymptomChips
        broken={{ sort: thing?.sort, name: thing?.name ?? item.name, group: incidentGroupOf(item.group) }}
        label={t("runs:item.symptoms", { name: item.name })}
        note={note}
        onNote={onNote}
      />
    </Suspense>
  );
}

/** What was pressed last stands at once, so that the next press adds to it and not to what was saved before. */
function useLatest(saved: string, save: (text: string) => Promise<boolean>) {
  const [latest, setLatest] = useState<string | null>(null);
  if (latest !== null && latest.trim() === saved) setLatest(null);
  return {
    shown: latest ?? saved,
    set(text: string) {
      setLatest(text);
      void save(text).then((isSaved) => isSaved || setLatest(null));
    },
  };
}
