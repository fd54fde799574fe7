import "./print-head.css";
import type { ReactNode } from "react";
import { placeName } from "#domain/org/commune-level.ts";
import { useText } from "../../i18n/i18n.ts";
import { useCommuneName } from "../../logbook-context.tsx";

/**
 * The head of a printed paper as Decree 30/2020/NĐ-CP lays it out: who issues it on the left, the country's name and motto
 * on the right, number, place and date left open to be written in, then the paper's name and what it is about.
 */
export function PrintHead({
  body,
  title,
  about,
  numbered,
}: {
  /** The body that issues it, below the committee; left out where the committee issues it itself. */
  body?: string | undefined;
  title: string;
  about?: ReactNode;
  /** The symbol after the number, such as `BC`; without it the paper bears no number. */
  numbered?: string | undefined;
}) {
  const t = useText("paper");
  const { name } = useCommuneName();
  const committee = t("committee", { name }).toLocaleUpperCase("vi");
  return (
    <header className="paper-head print-only">
      <div className="paper-sides">
        <div>
          {body ? <p>{committee}</p> : null}
          <p className="paper-issuer">{(body ?? committee).toLocaleUpperCase("vi")}</p>
          {numbered ? <p className="paper-number">{t("number", { symbol: numbered })}</p> : null}
        </div>
        <div>
          <p className="paper-country">{t("country").toLocaleUpperCase("vi")}</p>
          <p className="paper-motto">{t("motto")}</p>
          <p className="paper-place">{t("place", { place: placeName(name) })}</p>
        </div>
      </div>
      <p className="paper-title">{title.toLocaleUpperCase("vi")}</p>
      {about ? <p className="paper-about">{about}</p> : null}
    </header>
  );
}
