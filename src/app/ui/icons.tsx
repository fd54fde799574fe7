import { lazy, type ReactElement, Suspense } from "react";
import type { lateShapes } from "./late-icons.tsx";

const shapes = {
  saved: (
    <>
      <rect x="6" y="2" width="12" height="20" rx="2.2" />
      <path d="M9.2 6.6h5.6v8.2H9.2z" fill="currentColor" strokeWidth="1.4" />
      <path d="M11 18.6h2" />
    </>
  ),
  sending: (
    <>
      <circle className="ring" cx="12" cy="12" r="9.2" strokeDasharray="3.4 2.4" />
      <path d="M12 16.5V8M8.4 11.4L12 7.8l3.6 3.6" />
    </>
  ),
  received: (
    <>
      <path d="M10.2 10.2c0-2.2-1.4-3-1.4-4.9a3.2 3.2 0 016.4 0c0 1.9-1.4 2.7-1.4 4.9h4.4a2 2 0 012 2v3.6H3.8v-3.6a2 2 0 012-2z" />
      <path d="M4.5 20.5h15" strokeWidth="2.6" />
    </>
  ),
  review: (
    <>
      <path d="M12 1.8L22.2 12 12 22.2 1.8 12z" />
      <path d="M12 7.2v5.6M12 16.6v.01" strokeWidth="2.4" />
    </>
  ),
  "ok-filled": (
    <>
      <circle cx="12" cy="12" r="10" className="fill" />
      <path d="M7.4 12.3l3.1 3.1 6.1-6.5" className="cut" />
    </>
  ),
  "bad-filled": (
    <>
      <rect x="2.5" y="2.5" width="19" height="19" rx="2" className="fill" />
      <path d="M8 8l8 8M16 8l-8 8" className="cut" />
    </>
  ),
  off: (
    <>
      <rect x="1.5" y="6.5" width="21" height="11" rx="5.5" />
      <path d="M8 12h8" />
    </>
  ),
  unchecked: <circle cx="12" cy="12" r="9.2" strokeDasharray="2.2 3.1" />,
  ok: (
    <>
      <circle cx="12" cy="12" r="9.2" />
      <path d="M7.6 12.3l3 3 5.9-6.2" />
    </>
  ),
  bad: (
    <>
      <rect x="3" y="3" width="18" height="18" rx="2" />
      <path d="M8.3 8.3l7.4 7.4M15.7 8.3l-7.4 7.4" />
    </>
  ),
  today: (
    <>
      <path d="M5 3.5h12.5A1.5 1.5 0 0119 5v14a1.5 1.5 0 01-1.5 1.5H5z" />
      <path d="M8.6 3.5v17M11.8 8.5h4M11.8 12h4" />
    </>
  ),
  "check-list": (
    <>
      <rect x="4.5" y="4.5" width="15" height="16.5" rx="1.5" />
      <path d="M9 4.5V3h6v1.5M8.4 13l2.6 2.6 4.8-5.2" />
    </>
  ),
  incident: <path d="M13.2 2.5L5 13.6h6l-1.2 7.9L18.6 10h-6.3z" />,
  support: (
    <>
      <circle cx="8.6" cy="7.6" r="3.4" />
      <path d="M2.5 20c0-4 2.7-6.4 6.1-6.4 1.7 0 3.2.6 4.3 1.6" />
      <path d="M17.5 12.5v8M13.5 16.5h8" />
    </>
  ),
  task: (
    <>
      <path d="M9.5 6H20M9.5 12H20M9.5 18H20" />
      <path d="M3.4 5.9l1.2 1.2 2-2.3M3.4 11.9l1.2 1.2 2-2.3M4 18h1.6" />
    </>
  ),
  report: (
    <>
      <path d="M6 2.8h8.5L19 7.3v13.9H6z" />
      <path d="M14 3v5h5M9.3 12.5h6.4M9.3 16.3h6.4" />
    </>
  ),
  menu: <path d="M4 7h16M4 12h16M4 17h16" />,
  next: <path d="M9 5l7 7-7 7" />,
  back: <path d="M15 5l-7 7 7 7" />,
  down: <path d="M5 9l7 7 7-7" />,
  close: <path d="M6 6l12 12M18 6L6 18" />,
  plus: <path d="M12 5v14M5 12h14" />,
  user: (
    <>
      <circle cx="12" cy="8" r="4" />
      <path d="M4.5 20.5c0-4.2 3.3-6.7 7.5-6.7s7.5 2.5 7.5 6.7" />
    </>
  ),
  "no-network": (
    <>
      <path d="M4.5 20.5v-3M9.8 20.5v-6M15.1 20.5V11M20.4 20.5V5" strokeWidth="2.6" />
      <path d="M3.5 4l6 6M9.5 4l-6 6" />
    </>
  ),
  clock: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 6.8V12l3.6 2.2" />
    </>
  ),
  stale: (
    <>
      <path d="M4 12a8 8 0 108-8c-2.7 0-5 1.3-6.5 3.3" />
      <path d="M5 3v4.6h4.6M12 8v4.3l2.8 1.7" />
    </>
  ),
  due: (
    <>
      <rect x="3.5" y="5" width="17" height="15.5" rx="1.5" />
      <path d="M3.5 10h17M8 2.8V6M16 2.8V6M12 13v3M12 18.2v.01" />
    </>
  ),
  undo: (
    <>
      <path d="M8 5L3.5 9.5 8 14" />
      <path d="M4 9.5h10.5a5.5 5.5 0 010 11H9" />
    </>
  ),
  check: <path d="M4.5 12.5l5 5 10-11" />,
  warning: (
    <>
      <path d="M12 3.2L22 20.5H2z" />
      <path d="M12 9.5v5M12 17.4v.01" />
    </>
  ),
  key: (
    <>
      <circle cx="7.5" cy="16.5" r="4" />
      <path d="M10.4 13.6L20.5 3.5M16 8l3 3M13 11l2 2" />
    </>
  ),
  download: <path d="M12 3.5V15M7.6 10.8L12 15.2l4.4-4.4M5 16.5v4h14v-4" />,
  people: (
    <>
      <circle cx="9" cy="7.6" r="3.4" />
      <path d="M2.5 20c0-4 2.8-6.4 6.5-6.4s6.5 2.4 6.5 6.4M15.5 4.5a3.4 3.4 0 010 6.2M18 14.4c2.2.9 3.5 2.9 3.5 5.6" />
    </>
  ),
  more: <path d="M12 5v.01M12 12v.01M12 19v.01" strokeWidth="3.4" />,
  wifi: (
    <path d="M2.5 9.5a13.5 13.5 0 0119 0M6 13.2a8.5 8.5 0 0112 0M9.3 16.7a3.9 3.9 0 015.4 0M12 20.2v.01" />
  ),
} satisfies Record<string, ReactElement>;

export type IconName = keyof typeof shapes | keyof typeof lateShapes;
type Shapes = { readonly [name in IconName]?: ReactElement };

let known: Shapes = shapes;

/** The rest of the set, which comes with the first page other than *Hôm nay*. */
export async function loadLateIcons(): Promise<void> {
  if (known === shapes) known = { ...shapes, ...(await import("./late-icons.tsx")).lateShapes };
}

/** Should a part that came by another way be there before its drawings are. */
const LateShape = lazy(async () => {
  await loadLateIcons().catch(() => undefined);
  return { default: ({ name }: { name: IconName }) => known[name] ?? null };
});

export type Tone = "ok" | "bad" | "warn" | "dim";

/** One drawing of the set, silent beside a word unless it is given a label. */
export function Icon({
  name,
  size = 24,
  tone,
  label,
  filled,
}: {
  name: IconName;
  size?: 20 | 24;
  tone?: Tone | undefined;
  label?: string | undefined;
  filled?: boolean | undefined;
}) {
  const look = {
    className: tone ? `icon tone-${tone}` : "icon",
    viewBox: "0 0 24 24",
    "data-size": size,
    "data-filled": filled || undefined,
  };
  const shape = known[name] ?? (
    <Suspense fallback={null}>
      <LateShape name={name} />
    </Suspense>
  );
  if (label === undefined) {
    return (
      <svg {...look} aria-hidden="true">
        {shape}
      </svg>
    );
  }
  return (
    <svg {...look} role="img" aria-label={label}>
      {shape}
    </svg>
  );
}
