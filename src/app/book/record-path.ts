import { visitOfCall } from "#domain/calls/call-id.ts";

/** Where a record is looked at; null for kinds without a page. */
export function recordPath(kind: string, id: string): string | null {
  switch (kind) {
    case "checkRun":
      return `/kiem-tra/phieu/${id}`;
    case "incident":
      return `/su-co/${id}`;
    case "contact":
      return `/danh-ba/${id}`;
    case "quietDay":
      return "/su-co";
    case "supportVisit":
      return `/ho-tro/${id}`;
    case "callBack":
      return `/goi-lai/${visitOfCall(id)}`;
    case "task":
      return `/nhiem-vu/${id}`;
    case "equipment":
      return `/thiet-bi/${encodeURIComponent(id)}`;
    case "scenario":
      return `/kich-ban/${id}`;
    case "shift":
      return `/lich-truc?ca=${id}`;
    case "checkTemplate":
      return `/quan-tri/mau/${encodeURIComponent(id)}`;
    default:
      return null;
  }
}
