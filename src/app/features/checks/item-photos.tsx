import { accept, type Result } from "#kernel/result.ts";
import { type Hand, useHand } from "../../book/deed.ts";
import { photoDrafts } from "../../book/photos/photo-drafts.ts";
import { PhotoField } from "../../book/photos/photo-field.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { useText } from "../../i18n/i18n.ts";
import { Button, ButtonPair } from "../../ui/button.tsx";
import { useCommand } from "../../use-command.ts";

/** Pictures of a fault, kept as they are taken and added to its incident by one press. */
export function ItemPhotos({
  form,
  incident,
  count,
  onDone,
}: {
  form: string;
  incident: string;
  count: number;
  onDone: () => void;
}) {
  const t = useText("photos");
  const hand = useHand();
  const command = useCommand();
  const add = async () => {
    const done = await command.run(() => addKept(hand, form, incident), t("addedTo", { count }));
    if (done !== null) onDone();
  };
  return (
    <>
      <PhotoField form={form} record={incident} />
      <RefusalBanner refusal={command.refusal} />
      <ButtonPair>
        {count > 0 ? (
          <Button variant="main" icon="ok" onClick={() => void add()}>
            {t("addTo", { count })}
          </Button>
        ) : (
          <Button onClick={onDone}>{t("none")}</Button>
        )}
      </ButtonPair>
    </>
  );
}

async function addKept(hand: Hand, form: string, incident: string): Promise<Result<true, string>> {
  const saved = await hand.commit((tx) => photoDrafts(hand, tx, form, incident));
  return saved.ok ? accept(true) : saved;
}
