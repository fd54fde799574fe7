import ical, {
  ICalAlarmType,
  ICalCalendarMethod,
  ICalEventStatus,
  type ICalLuxonDateTimeStub,
} from "ical-generator";
import { dayOf, minuteOf } from "#kernel/calendar.ts";

/** One shift as a phone's calendar is to show it; all times in Unix ms. */
export interface RosterEvent {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly title: string;
  readonly place?: string | undefined;
  readonly note?: string | undefined;
  /** When the shift was last changed: a later change outranks what a calendar has taken in before. */
  readonly changed: number;
  readonly cancelled: boolean;
}

const zone = "Asia/Ho_Chi_Minh";
/** One offset for all time: the calendar needs no zone data of its own, and no summer time can creep in. */
const zoneRules = [
  "BEGIN:VTIMEZONE",
  `TZID:${zone}`,
  "BEGIN:STANDARD",
  "DTSTART:19700101T000000",
  "TZOFFSETFROM:+0700",
  "TZOFFSETTO:+0700",
  "TZNAME:+07",
  "END:STANDARD",
  "END:VTIMEZONE",
].join("\r\n");

const alarmsBefore = [12 * 3600, 30 * 60];
/** Counted from here, changes fit into the 31 bits that calendars give to a sequence for decades. */
const countedFrom = Date.UTC(2025, 0, 1);

/**
 * An iCalendar file of shifts. Taken in again it mends what the calendar has rather than doubling it: identities are the
 * shifts' own, and the sequence grows with every change.
 */
export function rosterCalendar(
  events: readonly RosterEvent[],
  of: { readonly commune: string; readonly name: string },
): string {
  const calendar = ical({
    name: of.name,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: "so-truc", product: "lich-truc", language: "VI" },
    // Only the shifts' own hours are told in it: stamps are universal time.
    timezone: { name: null, generator: () => zoneRules },
  });
  for (const event of events) {
    calendar.createEvent({
      id: `${event.id}@${of.commune}.so-truc`,
      sequence: Math.max(0, Math.floor((event.changed - countedFrom) / 1000)),
      stamp: new Date(event.changed),
      lastModified: new Date(event.changed),
      start: hereAt(event.from),
      end: hereAt(event.to),
      timezone: zone,
      summary: event.title,
      status: event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      ...(event.place === undefined ? {} : { location: event.place }),
      ...(event.note === undefined ? {} : { description: event.note }),
      alarms: event.cancelled
        ? []
        : alarmsBefore.map((triggerBefore) => ({
            type: ICalAlarmType.display,
            triggerBefore,
            description: event.title,
          })),
    });
  }
  return calendar.toString();
}

/** A moment by the clock of Viet Nam, wherever the device itself is set to, in the shape that the library asks for. */
function hereAt(ms: number): ICalLuxonDateTimeStub {
  const minutes = minuteOf(ms);
  const two = (value: number) => String(value).padStart(2, "0");
  const formats: Readonly<Record<string, string>> = {
    yyyyLLdd: dayOf(ms).replaceAll("-", ""),
    HHmmss: `${two(Math.floor(minutes / 60))}${two(minutes % 60)}00`,
  };
  const here: ICalLuxonDateTimeStub = {
    isValid: true,
    zone: { type: "fixed" },
    setZone: () => here,
    toFormat: (format) => formats[format] ?? "",
    toJSDate: () => new Date(ms),
    toJSON: () => new Date(ms).toISOString(),
  };
  return here;
}
