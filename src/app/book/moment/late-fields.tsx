import type { ComponentProps } from "react";
import { LatePart, lazyPart } from "../../late-part.tsx";

/** The same fields for pages of daily work, where few say a day or a time: they come with the later sets. */
const LateDay = lazyPart(async () => (await import("./day-field.tsx")).DayField, "moment");
const LateTime = lazyPart(async () => (await import("./time-field.tsx")).TimeField, "moment");

export function DayField(props: ComponentProps<typeof LateDay>) {
  return (
    <LatePart>
      <LateDay {...props} />
    </LatePart>
  );
}

export function TimeField(props: ComponentProps<typeof LateTime>) {
  return (
    <LatePart>
      <LateTime {...props} />
    </LatePart>
  );
}
