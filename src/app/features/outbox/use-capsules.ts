import { useState } from "react";
import type { Delivery } from "#client/capsule.ts";
import type { TakenReceipts } from "#client/carried-receipts.ts";
import { accept } from "#kernel/result.ts";
import { exportedWords, shareUnsent } from "../../capsule-file.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLogbook } from "../../logbook-context.tsx";
import { problemWords } from "../../problem-words.ts";
import { useCommand } from "../../use-command.ts";

/** Files from hand to hand: out of this device, in for another, and receipts on their way back. */
export function useCapsules() {
  const t = useText("outbox");
  const logbook = useLogbook();
  const command = useCommand("nothing");
  const [message, setMessage] = useState("");
  /** For whoever brought the file, to take back. */
  const [back, setBack] = useState<File | null>(null);
  const exportFile = () =>
    void command.run(async () => {
      const made = await shareUnsent(logbook);
      if (made.ok) setMessage(exportedWords(made.value));
      return made;
    });
  const deliver = (file: File) =>
    void command.run(async () => {
      setBack(null);
      const { importReceipts, isReceiptFile } = await import("#client/carried-receipts.ts");
      if (await isReceiptFile(file)) {
        const taken = await importReceipts(logbook, file);
        if (taken.ok) setMessage(takenWords(t, taken.value));
        return taken.ok ? accept(undefined) : taken;
      }
      const { deliverCapsule } = await import("#client/capsule.ts");
      const taken = await deliverCapsule(file, logbook.profile.device);
      if (taken.ok) {
        setMessage(deliveredWords(t, taken.value));
        setBack(taken.value.receiptFile);
      }
      return taken.ok ? accept(undefined) : taken;
    });
  return {
    busy: command.busy,
    message: command.refusal ? problemWords(command.refusal) : message,
    back,
    exportFile,
    deliver,
  };
}

type Text = ReturnType<typeof useText>;

function takenWords(t: Text, { ops, photos }: TakenReceipts): string {
  if (photos === 0) return t("receiptsTaken", { count: ops });
  if (ops === 0) return t("onlyPhotosTaken", { count: photos });
  return `${t("receiptsTaken", { count: ops })} ${t("photosTaken", { count: photos })}`;
}

/** Each reason why photos were refused is told once. */
function deliveredWords(t: Text, { photos, refused }: Delivery): string {
  const reasons = [...new Set(refused)].map((code) => problemWords({ code }));
  return [
    t("delivered"),
    ...(photos > 0 ? [t("deliveredPhotos", { count: photos })] : []),
    ...(refused.length > 0 ? [t("photosRefused", { count: refused.length }), ...reasons] : []),
  ].join(" ");
}
