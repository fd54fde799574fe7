import { useText } from "../i18n/i18n.ts";
import { Facts } from "../ui/facts.tsx";
import { Sheet } from "../ui/sheet.tsx";

/** All keys of the desk, behind `?`. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const t = useText("shell");
  const keys = [
    ["/", "search"],
    ["N", "create"],
    ["J", "next"],
    ["K", "previous"],
    [t("keys.enter"), "open"],
    [t("keys.escape"), "back"],
    ["?", "help"],
  ] as const;
  return (
    <Sheet open onClose={onClose} title={t("keys.title")} closeLabel={t("keys.close")}>
      <Facts items={keys.map(([key, deed]) => ({ term: key, value: t(`keys.${deed}`) }))} />
    </Sheet>
  );
}
