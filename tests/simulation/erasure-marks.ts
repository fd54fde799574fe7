import { type CommuneErasure, lineAfter, marksIn } from "#server/ops/erasure-lines.ts";
import type { Random } from "./random.ts";
import { Violation } from "./violation.ts";

/** How far a write of a mark came: the whole line, or the bytes that a full disk or a power cut let through. */
export type Append = "whole" | "short";

/**
 * The marks beside the database, byte by byte as the disk has them, with the real lines. 8: whatever was answered outlives
 * every restore, whatever else was begun before and after it, and nothing is read there that nobody wrote.
 */
export class ErasureMarks {
  private bytes: Buffer = Buffer.alloc(0);
  private readonly begun = new Set<string>();
  private readonly answered = new Set<string>();

  /** Answers whether the line is on the disk, all of it and as far as its writer knows. */
  append(mark: CommuneErasure, random: Random, how: Append): boolean {
    const line = Buffer.from(lineAfter(this.bytes.at(-1), mark));
    this.begun.add(JSON.stringify(mark));
    const written = how === "whole" ? line.length : random.int(line.length);
    this.bytes = Buffer.concat([this.bytes, line.subarray(0, written)]);
    if (how === "whole") this.answered.add(JSON.stringify(mark));
    return how === "whole";
  }

  read(): CommuneErasure[] {
    const marks = marksIn(this.bytes.toString("utf8"));
    const found = new Set(marks.map((mark) => JSON.stringify(mark)));
    for (const mark of this.answered)
      if (!found.has(mark)) throw new Violation(8, `${mark} was answered, and is not beside the database`);
    for (const mark of found)
      if (!this.begun.has(mark))
        throw new Violation(8, `${mark} is beside the database, and nobody asked for it`);
    return marks;
  }
}
