import { formatDuration } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { Mark } from "../../ui/mark.tsx";

/** By how much a check is late, with its sign, so that it is told without colour. */
export function Late({ words }: { words: string | null }) {
  return words === null ? null : (
    <Mark icon="clock" tone="warn">
      {words}
    </Mark>
  );
}

/** How long until the due time of a check that nobody has begun, or by how much it is late. */
export function DueMark({ left }: { left: number }) {
  const t = useText("checks");
  const time = formatDuration(Math.abs(left) * 60_000);
  return left < 0 ? (
    <Late words={t("panel.lateLine", { time })} />
  ) : (
    <Mark icon="clock" tone="dim">
      {t("panel.leftLine", { time })}
    </Mark>
  );
}
