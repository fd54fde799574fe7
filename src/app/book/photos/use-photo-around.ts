import { useLiveQuery } from "dexie-react-hooks";
import { linkKind } from "#client/photos/link-kind.ts";
import { readSettings } from "#client/profiles.ts";
import { useActivity, useDesk } from "../../logbook-context.tsx";
import type { Around } from "./photo-state.ts";

/** What the state of every photo depends on. */
export function usePhotoAround(): Around {
  const desk = useDesk();
  const { photo } = useActivity();
  const settings = useLiveQuery(readSettings);
  const outbox = desk?.outbox ?? [];
  return {
    device: desk?.meta?.device,
    sending: photo,
    unsent: new Set(outbox.filter(({ receipt }) => !receipt).flatMap(({ ids }) => ids)),
    refused: new Set((desk?.dead ?? []).flatMap(({ ids }) => ids)),
    waitForWifi: settings?.photosWait === true,
    link: linkKind(),
  };
}
