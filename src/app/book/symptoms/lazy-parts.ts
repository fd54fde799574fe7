import { lazy } from "react";
import { loadTexts } from "../../i18n/i18n.ts";

/** A moment later than the form they stand in; where they cannot be fetched the form asks nothing of them. */
export const SymptomChips = lazy(() =>
  Promise.all([import("./symptom-chips.tsx"), loadTexts("symptoms")]).then(
    ([part]) => ({ default: part.SymptomChips }),
    () => ({ default: () => null }),
  ),
);
