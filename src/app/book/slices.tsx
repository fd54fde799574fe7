import { useState } from "react";
import { useLocation } from "react-router";
import { useText } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";

const sliceSize = 60;
/** How far each list was opened: whoever comes back finds the row from which they went. */
const shownBefore = new Map<string, number>();

/** The first rows of a long list, with the deed that shows the next ones; a new `key` of the list starts again. */
export function useSlice<T>(
  rows: readonly T[],
  resetKey: string,
): { shown: readonly T[]; rest: number; more: () => void } {
  const { pathname } = useLocation();
  const place = `${pathname} ${resetKey}`;
  const [state, setState] = useState({ key: resetKey, count: shownBefore.get(place) ?? sliceSize });
  const count = state.key === resetKey ? state.count : sliceSize;
  return {
    shown: rows.length > count ? rows.slice(0, count) : rows,
    rest: Math.max(0, rows.length - count),
    more: () => {
      shownBefore.set(place, count + sliceSize * 2);
      setState({ key: resetKey, count: count + sliceSize * 2 });
    },
  };
}

export function MoreRows({ rest, onMore }: { rest: number; onMore: () => void }) {
  const t = useText("today");
  if (rest === 0) return null;
  return (
    <div className="block">
      <Button full onClick={onMore}>
        {t("more", { count: rest })}
      </Button>
    </div>
  );
}
