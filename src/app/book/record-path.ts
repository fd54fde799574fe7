/** Where a record is looked at; null for kinds without a page. */
export function recordPath(kind: string, id: string): string | null {
  switch (kind) {
    case "checkRun":
      return `/kiem-tra/phieu/${id}`;
    case "incident":
      return `/su-co/${id}`;
    case "supportVisit":
      return `/ho-tro/${id}`;
    case "task":
      return `/nhiem-vu/${id}`;
    case "checkTemplate":
      return `/quan-tri/mau/${encodeURIComponent(id)}`;
    default:
      return null;
  }
}
