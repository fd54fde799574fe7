import { useEffect, useState } from "react";
import { fetchPhoto } from "#client/photos/fetch-photo.ts";
import { photoKinds } from "#domain/photos/photo-kinds.ts";
import { mayDo } from "#domain/rights.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLogbook, useMe } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { useCommand } from "../../use-command.ts";
import { useHand } from "../deed.ts";
import { RefusalBanner } from "../refusal-banner.tsx";
import { FullScreen } from "./full-screen.tsx";
import type { ShownPhoto } from "./photo-state.ts";

/** One photo as large as the screen: from this device, else from the server. */
export function PhotoViewer({ photo, onClose }: { photo: ShownPhoto; onClose: () => void }) {
  const t = useText("photos");
  const picture = useWholePhoto(photo.row);
  const hand = useHand();
  const command = useCommand();
  const [asked, setAsked] = useState(false);
  const drop = async () => {
    const { id, seq } = photo.row;
    const done = await command.run(
      () => hand.commit({ action: "photo.delete", changes: [{ c: "delete", kind: "photo", id, base: seq }] }),
      t("dropped"),
    );
    if (done) onClose();
  };
  return (
    <FullScreen
      title={t("picture")}
      closeLabel={t("common:close")}
      onClose={onClose}
      tools={
        <>
          <RefusalBanner refusal={command.refusal} />
          {useMayDrop(photo.row) ? (
            <Button
              full
              icon="trash"
              variant={asked ? "danger" : "plain"}
              onClick={() => (asked ? void drop() : setAsked(true))}
            >
              {t(asked ? "dropSure" : "drop")}
            </Button>
          ) : null}
        </>
      }
    >
      {typeof picture === "string" ? (
        <p className="full-screen-words" role="status">
          {t(`view.${picture}`)}
        </p>
      ) : (
        <img className="photo-whole" data-shape={shapeOf(photo.row)} alt={t("picture")} src={picture.url} />
      )}
    </FullScreen>
  );
}

type Whole = { readonly url: string } | "opening" | "elsewhere" | "erased" | "unreachable";

function useWholePhoto(row: StoredRow): Whole {
  const { store, profile } = useLogbook();
  const [whole, setWhole] = useState<Whole>("opening");
  const sha = String(row.body["sha"]);
  useEffect(() => {
    let gone = false;
    let url: string | undefined;
    const load = async (): Promise<Whole> => {
      const kept = await store.read((tx) => tx.blob(sha));
      const found = kept
        ? new Blob([kept.bytes], { type: kept.type })
        : await fetchPhoto(profile.device, row.id);
      if (typeof found === "string") return found;
      url = URL.createObjectURL(found);
      return { url };
    };
    load()
      .catch((): Whole => "unreachable")
      .then((found) => !gone && setWhole(found));
    return () => {
      gone = true;
      if (url) URL.revokeObjectURL(url);
    };
  }, [store, profile.device, row.id, sha]);
  return whole;
}

const longFrom = 2.5;

/** A scroll capture is read from top to bottom, a panorama from left to right; neither is squeezed into the screen. */
function shapeOf({ body }: StoredRow): "tall" | "wide" | undefined {
  const ratio = Number(body["height"]) / Number(body["width"]);
  if (ratio >= longFrom) return "tall";
  return ratio <= 1 / longFrom ? "wide" : undefined;
}

function useMayDrop(row: StoredRow): boolean {
  const me = useMe();
  const owns = photoKinds[0]?.ownership?.({
    person: me.person,
    rights: me.rights,
    before: row,
    body: row.body,
    parent: null,
    fields: [],
    reads: () => true,
  });
  return owns === true && mayDo(me.rights, "photo", "delete");
}
