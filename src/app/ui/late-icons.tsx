import type { ReactElement } from "react";

/** Drawings that *Hôm nay* and the frame around it never show. */
export const lateShapes = {
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
  share: <path d="M12 15V3.5M7.6 7.7L12 3.3l4.4 4.4M5 12.5v8h14v-8" />,
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
  settings: (
    <>
      <path d="M3.5 7h9M17.5 7h3M3.5 17h3M11.5 17h9" />
      <circle cx="15" cy="7" r="2.5" />
      <circle cx="9" cy="17" r="2.5" />
    </>
  ),
  print: (
    <>
      <path d="M7 8.5v-6h10v6M7 17H4a1 1 0 01-1-1V9.5a1 1 0 011-1h16a1 1 0 011 1V16a1 1 0 01-1 1h-3" />
      <path d="M7 14h10v7.5H7z" />
    </>
  ),
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
