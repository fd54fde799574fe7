import { type ReactNode, useId, useState } from "react";
import { useText } from "../i18n/i18n.ts";
import { Button, TextLink } from "../ui/button.tsx";
import { SearchField } from "../ui/search-field.tsx";

/** Search and one *Lọc* on one line: filters stay folded, and what they hold back is said while it is held back. */
export function ListTools({
  search,
  query,
  onQuery,
  active,
  onReset,
  children,
}: {
  /** What can be found. */
  search: string;
  query: string;
  onQuery: (query: string) => void;
  /** The filters that are on, in words. */
  active: readonly string[];
  onReset: () => void;
  children: ReactNode;
}) {
  const t = useText("common");
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <div className="list-tools">
      <div className="list-tools-line">
        <SearchField label={search} value={query} onChange={onQuery} clearLabel={t("clear")} />
        <Button icon="filter" expands={{ id, isOpen }} onClick={() => setOpen(!isOpen)}>
          {active.length > 0 ? t("filter.some", { count: active.length }) : t("filter.none")}
        </Button>
      </div>
      {isOpen ? (
        <div className="list-filters" id={id}>
          {children}
        </div>
      ) : null}
      {active.length > 0 ? (
        <p className="list-filtered">
          <span>{t("filter.active", { what: active.join(", ") })}</span>
          <TextLink onClick={onReset}>{t("filter.reset")}</TextLink>
        </p>
      ) : null}
    </div>
  );
}
