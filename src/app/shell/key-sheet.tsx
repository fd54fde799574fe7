import { loadTexts, useText } from "../i18n/i18n.ts";
import { Facts } from "../ui/facts.tsx";
import { Sheet } from "../ui/sheet.tsx";

/** All keys of the desk, behind `?`. */
function KeySheet({ onClose }: { onClose: () => void }) {
  const t = useText("keys");
  const keys = [
    ["/", "search"],
    ["N", "create"],
    ["J", "next"],
    ["K", "previous"],
    [t("enter"), "open"],
    [t("escape"), "back"],
    ["?", "help"],
  ] as const;
  return (
    <Sheet open onClose={onClose} title={t("title")} closeLabel={t("close")}>
      <Facts items={keys.map(([key, deed]) => ({ term: key, value: t(deed) }))} />
    </Sheet>
  );
}

export async function keySheet() {
  await loadTexts("keys");
  return { default: KeySheet };
}
