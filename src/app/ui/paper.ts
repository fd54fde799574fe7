import "./paper.css";
import { useEffect } from "react";

const weights = [400, 700] as const;
/** One letter of each file. */
const letters = "A\u1eaf";

/** The letters of a printed page come when the page is opened: asked for by the print itself they would be late. */
export function usePaperLetters(): void {
  useEffect(() => {
    for (const weight of weights)
      void document.fonts?.load(`${weight} 1rem Tinos`, letters).catch(() => undefined);
  }, []);
}
