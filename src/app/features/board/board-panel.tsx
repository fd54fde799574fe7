import type { ReactNode } from "react";
import { useText } from "../../i18n/i18n.ts";
import { Disclosure } from "../../ui/disclosure.tsx";
import { BarChart, type Bars } from "./bar-chart.tsx";

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One picture of the board with its key, and the table behind it; words in place of a picture that would be empty. */
export function BoardPanel({
  title,
  note,
  bars,
  table,
  empty,
}: {
  title: string;
  note?: ReactNode;
  bars: Bars;
  table: Table;
  /** Said when there is nothing to draw. */
  empty: string | null;
}) {
  const t = useText("board");
  return (
    <section className="board-panel" aria-label={title}>
      <h2 className="section-title">{title}</h2>
      {note ? <p className="board-note">{note}</p> : null}
      {empty === null ? (
        <>
          <BarChart bars={bars} label={t("picture", { title })} />
          {bars.series.length > 1 ? (
            <ul className="chart-key" aria-label={t("key")}>
              {bars.series.map(({ name, fill, tone }) => (
                <li key={name}>
                  <span className="chart-swatch" data-fill={fill} data-tone={tone} aria-hidden="true" />
                  {name}
                </li>
              ))}
            </ul>
          ) : null}
          <Disclosure title={t("table")}>
            <FiguresTable title={title} table={table} />
          </Disclosure>
        </>
      ) : (
        <p className="board-empty">{empty}</p>
      )}
    </section>
  );
}

function FiguresTable({ title, table: { head, rows } }: { title: string; table: Table }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard too
    <section className="figures-scroll" tabIndex={0} aria-label={title}>
      <table className="figures">
        <thead>
          <tr>
            {head.map((word) => (
              <th scope="col" key={word}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...values]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {values.map((value, at) => (
                <td key={head[at + 1]}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
