import "../book.css";
import { useText } from "../../i18n/i18n.ts";
import { Mark } from "../../ui/mark.tsx";

/** 23 tốt, 1 lỗi: how a check stands, in words beside their shapes. What is not there is not named. */
export function ResultMarks({ ok, bad, off, none }: { ok: number; bad: number; off: number; none: number }) {
  const t = useText("checks");
  return (
    <span className="marks">
      {ok > 0 ? (
        <Mark icon="ok-filled" tone="ok" quiet>
          {t("count.ok", { count: ok })}
        </Mark>
      ) : null}
      {bad > 0 ? (
        <Mark icon="bad-filled" tone="bad" quiet>
          {t("count.bad", { count: bad })}
        </Mark>
      ) : null}
      {off > 0 ? (
        <Mark icon="off" quiet>
          {t("count.off", { count: off })}
        </Mark>
      ) : null}
      {none > 0 ? (
        <Mark icon="unchecked" quiet>
          {t("count.none", { count: none })}
        </Mark>
      ) : null}
    </span>
  );
}
