import type { ReactElement } from "react";

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
  board: (
    <>
      <rect x="3.5" y="3.5" width="17" height="17" rx="1.5" />
      <path d="M8 16.5v-4M12 16.5v-9M16 16.5v-6.5" />
    </>
  ),
  register: (
    <>
      <rect x="3.5" y="4" width="17" height="6.5" rx="1" />
      <rect x="3.5" y="13.5" width="17" height="6.5" rx="1" />
      <path d="M7 7.3h.01M7 16.8h.01" strokeWidth="2.6" />
    </>
  ),
  shift: (
    <>
      <rect x="3.5" y="5" width="17" height="15.5" rx="1.5" />
      <path d="M3.5 10h17M8 2.8V6M16 2.8V6" />
    </>
  ),
  next: <path d="M9 5l7 7-7 7" />,
  back: <path d="M15 5l-7 7 7 7" />,
  down: <path d="M5 9l7 7 7-7" />,
  close: <path d="M6 6l12 12M18 6L6 18" />,
  plus: <path d="M12 5v14M5 12h14" />,
  minus: <path d="M5 12h14" />,
  camera: (
    <>
      <path d="M3 8h4l1.6-2.5h6.8L17 8h4v11.5H3z" />
      <circle cx="12" cy="13.4" r="3.6" />
    </>
  ),
  search: (
    <>
      <circle cx="10.5" cy="10.5" r="6.7" />
      <path d="M15.6 15.6L21 21" />
    </>
  ),
  qr: <path d="M3.5 3.5h6v6h-6zM14.5 3.5h6v6h-6zM3.5 14.5h6v6h-6zM14.5 14.5h2v2M20.5 14.5v6h-6v-1.5" />,
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
  share: <path d="M12 15V3.5M7.6 7.7L12 3.3l4.4 4.4M5 12.5v8h14v-8" />,
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
  pin: (
    <>
      <path d="M12 21.5c4.6-4.9 6.8-8.4 6.8-11.5a6.8 6.8 0 10-13.6 0c0 3.1 2.2 6.6 6.8 11.5z" />
      <circle cx="12" cy="10" r="2.4" />
    </>
  ),
  "off-filled": (
    <>
      <rect x="1.5" y="6.5" width="21" height="11" rx="5.5" className="fill" />
      <path d="M8 12h8" className="cut" />
    </>
  ),
  check: <path d="M4.5 12.5l5 5 10-11" />,
  warning: (
    <>
      <path d="M12 3.2L22 20.5H2z" />
      <path d="M12 9.5v5M12 17.4v.01" />
    </>
  ),
  settings: (
    <>
      <path d="M3.5 7h9M17.5 7h3M3.5 17h3M11.5 17h9" />
      <circle cx="15" cy="7" r="2.5" />
      <circle cx="9" cy="17" r="2.5" />
    </>
  ),
  key: (
    <>
      <circle cx="7.5" cy="16.5" r="4" />
      <path d="M10.4 13.6L20.5 3.5M16 8l3 3M13 11l2 2" />
    </>
  ),
  print: (
    <>
      <path d="M7 8.5v-6h10v6M7 17H4a1 1 0 01-1-1V9.5a1 1 0 011-1h16a1 1 0 011 1V16a1 1 0 01-1 1h-3" />
      <path d="M7 14h10v7.5H7z" />
    </>
  ),
  download: <path d="M12 3.5V15M7.6 10.8L12 15.2l4.4-4.4M5 16.5v4h14v-4" />,
  upload: <path d="M12 15.2V3.5M7.6 7.9L12 3.5l4.4 4.4M5 16.5v4h14v-4" />,
  lock: (
    <>
      <rect x="4.5" y="10.5" width="15" height="10.5" rx="1.5" />
      <path d="M8 10.5V7a4 4 0 018 0v3.5M12 14.8v2" />
    </>
  ),
  logout: <path d="M10 3.5H4.5v17H10M9.5 12h11M16.3 7.6l4.4 4.4-4.4 4.4" />,
  device: (
    <>
      <rect x="2.5" y="4" width="19" height="12.5" rx="1.5" />
      <path d="M8.5 20.5h7M12 16.5v4" />
    </>
  ),
  people: (
    <>
      <circle cx="9" cy="7.6" r="3.4" />
      <path d="M2.5 20c0-4 2.8-6.4 6.5-6.4s6.5 2.4 6.5 6.4M15.5 4.5a3.4 3.4 0 010 6.2M18 14.4c2.2.9 3.5 2.9 3.5 5.6" />
    </>
  ),
  backup: (
    <>
      <path d="M4 5.5C4 4 7.6 2.8 12 2.8s8 1.2 8 2.7v13c0 1.5-3.6 2.7-8 2.7s-8-1.2-8-2.7z" />
      <path d="M4 5.5C4 7 7.6 8.2 12 8.2S20 7 20 5.5M4 12c0 1.5 3.6 2.7 8 2.7s8-1.2 8-2.7" />
    </>
  ),
  phone: (
    <path d="M5 3.5h3.6l1.8 4.6-2.3 1.7a12.5 12.5 0 006.1 6.1l1.7-2.3 4.6 1.8V19a1.9 1.9 0 01-2 1.9C10.6 20.5 3.5 13.4 3.1 5.5A1.9 1.9 0 015 3.5z" />
  ),
  filter: <path d="M3.5 6h17M7 12h10M10.5 18h3" />,
  external: <path d="M10 5H4.5v14.5H19V14M14 3.5h6.5V10M20 4l-9 9" />,
  edit: (
    <>
      <path d="M4 20l1-4.5L16.5 4a1.5 1.5 0 012.1 0l1.4 1.4a1.5 1.5 0 010 2.1L8.5 19z" />
      <path d="M14.5 6l3.5 3.5" />
    </>
  ),
  more: <path d="M12 5v.01M12 12v.01M12 19v.01" strokeWidth="3.4" />,
  wifi: (
    <path d="M2.5 9.5a13.5 13.5 0 0119 0M6 13.2a8.5 8.5 0 0112 0M9.3 16.7a3.9 3.9 0 015.4 0M12 20.2v.01" />
  ),
  network: <path d="M4.5 20.5v-3M9.8 20.5v-6M15.1 20.5V11M20.4 20.5V5" strokeWidth="2.6" />,
  photo: (
    <>
      <rect x="3" y="4" width="18" height="16" rx="1.5" />
      <path d="M3.5 17l5-5.5 4 4 3-2.5 5 4.5" />
      <circle cx="15.5" cy="8.5" r="1.5" />
    </>
  ),
  bell: <path d="M6 16.5V11a6 6 0 0112 0v5.5l1.5 1.5h-15zM10 21h4M12 2.5V5" />,
  info: (
    <>
      <circle cx="12" cy="12" r="9.2" />
      <path d="M12 11v5.5M12 7.6v.01" />
    </>
  ),
  trash: <path d="M4 6.5h16M9 6.5V3.5h6v3M6.5 6.5l.8 14h9.4l.8-14M10.3 10.5v6M13.7 10.5v6" />,
  sun: (
    <>
      <circle cx="12" cy="12" r="4" />
      <path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4" />
    </>
  ),
} satisfies Record<string, ReactElement>;

export type IconName = keyof typeof shapes;

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
  const shape = shapes[name];
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
