/** Whether bytes cost: `unknown` where the browser does not tell, as on iPhones and most computers. */
export type LinkKind = "free" | "metered" | "unknown";

interface ConnectionLike {
  readonly type?: string;
  readonly saveData?: boolean;
}

export function linkKind(connection = (navigator as { connection?: ConnectionLike }).connection): LinkKind {
  if (!connection) return "unknown";
  if (connection.saveData === true || connection.type === "cellular") return "metered";
  return connection.type === "wifi" || connection.type === "ethernet" ? "free" : "unknown";
}

/** Where *Ảnh chờ Wi-Fi* is on, only a link known to be free will do, or a person's word for the one photo. */
export function mayGo(
  waitForWifi: boolean,
  link: LinkKind,
  note: { readonly mobile?: boolean | undefined },
): boolean {
  return !waitForWifi || link === "free" || note.mobile === true;
}
