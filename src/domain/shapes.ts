import * as z from "zod/mini";
import { isCalendarDay } from "#kernel/calendar.ts";

/** Building blocks of the kinds' schemas; limits are in UTF-16 units. */
export const idText = z.string().check(z.minLength(1), z.maxLength(160));
export const shortText = z.string().check(z.minLength(1), z.maxLength(300));
/** Notes: about two pages; longer text belongs in a document. */
export const noteText = z.string().check(z.maxLength(4000));
export const instant = z.number().check(z.int());
export const count = z.number().check(z.int(), z.minimum(0), z.maximum(100_000));
export const calendarDay = z.string().check(z.refine(isCalendarDay));
export const clockTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
export const optional = z.optional;
