import type { ReactNode } from "react";

export type Cell = "none" | "ok" | "bad" | "off";

const WIDTH = 336;

/** How far a check has come: words, and a picture that says the same with one cell per item. */
export function ProgressCells({
  cells,
  text,
  detail,
}: {
  cells: readonly Cell[];
  text: ReactNode;
  detail?: ReactNode;
}) {
  const gap = cells.length > 48 ? 1 : 2;
  const width = (WIDTH - gap * (cells.length - 1)) / Math.max(1, cells.length);
  return (
    <div className="progress">
      <p className="progress-words">
        <span>{text}</span>
        {detail ? <span className="progress-detail">{detail}</span> : null}
      </p>
      <svg className="cells" viewBox={`0 0 ${WIDTH} 20`} preserveAspectRatio="none" aria-hidden="true">
        {cells.map((cell, at) => {
          const x = at * (width + gap);
          const key = `${at}-${cell}`;
          if (cell === "off") return <path className="cell-off" key={key} d={`M${x} 14h${width}`} />;
          if (cell === "none") {
            return <rect key={key} x={x + 0.75} y="8.75" width={Math.max(0.5, width - 1.5)} height="10.5" />;
          }
          const tall = cell === "bad";
          return (
            <rect
              className={`cell-${cell}`}
              key={key}
              x={x}
              y={tall ? 0 : 8}
              width={width}
              height={tall ? 20 : 12}
            />
          );
        })}
      </svg>
    </div>
  );
}
