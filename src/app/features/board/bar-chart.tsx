import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from "chart.js";
import { useEffect, useRef } from "react";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

/** Told apart by pattern first and by colour second. */
export const fills = ["open", "hatched", "dotted", "full"] as const;
export type Fill = (typeof fills)[number];
export type ChartTone = "pen" | "ok" | "warn" | "bad";

export interface Series {
  readonly name: string;
  readonly fill: Fill;
  readonly tone: ChartTone;
  /** One for each label; null where nothing is known. */
  readonly values: readonly (number | null)[];
}

export interface Bars {
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  /** A value as people read it: "25 phút". */
  readonly words: (value: number) => string;
  /** Steps that the axis may take, the smallest first: whole incidents, or round lengths of time. */
  readonly steps: readonly number[];
}

const mostSteps = 3;
const barRem = 3;
const axisRem = 3;
/** A bar with its name above it. */
const namedBarRem = 3.5;

/** Bars that lie, one line for each label. A picture: the same figures stand in the table behind it. */
export function BarChart({ bars, label }: { bars: Bars; label: string }) {
  const canvas = useChart(bars);
  return (
    <div className="chart" style={{ blockSize: `${axisRem + barRem * bars.labels.length}rem` }}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}

/** Drawn anew when the figures, the ground or the size of the text change. */
function useChart(bars: Bars) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    let chart = draw(element, bars);
    const again = () => {
      chart.destroy();
      chart = draw(element, bars);
    };
    const ground = window.matchMedia("(prefers-color-scheme: dark)");
    ground.addEventListener("change", again);
    const watch = new MutationObserver(again);
    watch.observe(document.documentElement, { attributeFilter: ["data-theme", "data-text"] });
    void document.fonts.ready.then(() => chart.ctx && chart.update());
    return () => {
      ground.removeEventListener("change", again);
      watch.disconnect();
      chart.destroy();
    };
  }, [bars]);
  return canvas;
}

function draw(element: HTMLCanvasElement, { labels, series, words, steps }: Bars): Chart {
  const look = getComputedStyle(document.documentElement);
  const colour = (name: string) => look.getPropertyValue(`--${name}`).trim();
  const size = Number.parseFloat(look.fontSize);
  const box = element.parentElement;
  const width = box?.clientWidth ?? 320;
  // Large text on a narrow screen leaves the bars no room beside their names, which then stand above them.
  const isAbove = width < size * 18;
  const barSize = isAbove ? namedBarRem : barRem;
  if (box) box.style.blockSize = `${axisRem + barSize * labels.length}rem`;
  const font = { family: look.getPropertyValue("--font"), size };
  const ticks = { font, color: colour("ink") };
  return new Chart(element, {
    type: "bar",
    data: {
      labels: labels.map(isAbove ? (label) => inOneLine(label, Math.floor((width / size) * 1.6)) : inLines),
      datasets: series.map(({ name, values, fill, tone }) => ({
        label: name,
        data: [...values],
        backgroundColor: pattern(fill, colour(tone), colour(`${tone}-soft`)),
        borderColor: colour(tone),
        borderWidth: 2,
        maxBarThickness: size * (isAbove ? 0.8 : 1.5),
      })),
    },
    options: {
      indexAxis: "y",
      animation: false,
      maintainAspectRatio: false,
      scales: {
        x: {
          stacked: true,
          beginAtZero: true,
          grid: { color: colour("rule") },
          border: { display: false },
          ticks: {
            ...ticks,
            stepSize: stepOf({ labels, series, words, steps }),
            maxRotation: 0,
            align: isAbove ? "inner" : "center",
            callback: (value) => words(Number(value)),
          },
        },
        y: {
          stacked: true,
          grid: { display: false },
          border: { color: colour("le") },
          ticks: {
            ...ticks,
            autoSkip: false,
            ...(isAbove ? { mirror: true, padding: 0, labelOffset: -1.1 * size } : {}),
          },
        },
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          titleFont: font,
          bodyFont: font,
          backgroundColor: colour("ink"),
          titleColor: colour("paper"),
          bodyColor: colour("paper"),
          callbacks: { label: ({ dataset, parsed }) => `${dataset.label}: ${words(Number(parsed.x))}` },
        },
      },
    },
  });
}

/** The smallest step with which the longest line needs no more than three. */
function stepOf({ labels, series, steps }: Bars): number {
  const sums = labels.map((_, at) => series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0));
  const longest = Math.max(0, ...sums);
  return steps.find((step) => longest <= step * mostSteps) ?? Math.ceil(longest / mostSteps);
}

/** One line across the chart; the table behind it has the whole name. */
function inOneLine(label: string, letters: number): string[] {
  return [label.length > letters ? `${label.slice(0, letters - 1).trimEnd()}…` : label];
}

/** Long names break after about sixteen letters, so that a phone's width is left to the bars. */
function inLines(label: string): string[] {
  const lines: string[] = [];
  for (const word of label.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 16) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.length > 2 ? [lines[0] ?? "", `${lines[1]}…`] : lines;
}

function pattern(fill: Fill, ink: string, ground: string): CanvasPattern | string {
  if (fill === "full") return ink;
  if (fill === "open") return ground;
  const tile = document.createElement("canvas");
  tile.width = 8;
  tile.height = 8;
  const pen = tile.getContext("2d");
  if (!pen) return ground;
  pen.fillStyle = ground;
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = ink;
  pen.fillStyle = ink;
  pen.lineWidth = 2;
  if (fill === "dotted") pen.fillRect(2, 2, 3, 3);
  else {
    pen.beginPath();
    for (const from of [-8, 0, 8]) {
      pen.moveTo(from, 8);
      pen.lineTo(from + 8, 0);
    }
    pen.stroke();
  }
  return pen.createPattern(tile, "repeat") ?? ground;
}
