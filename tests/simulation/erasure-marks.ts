import { type CommuneErasure, lineAfter, marksIn } from "#server/ops/erasure-lines.ts";
import { Violation } from "./violation.ts";

/** How much of a mark was written: 1 is the whole line, less are the bytes that a full disk or a power cut let through. */
export type Written = number;

/**
 * The marks beside the database, byte by byte as the disk has them, with the real lines. 8: whatever was answered outlives
 * every restore, whatever else was begun before and after it, and nothing is read there that nobody wrote.
 */
export class ErasureMarks {
  private bytes: Buffer = Buffer.alloc(0);
  private readonly begun = new Set<string>();
  private readonly answered = new Set<string>();

  /** Answers whether the line is on the disk, all of it and as far as its writer knows. */
  append(mark: CommuneErasure, written: Written): boolean {
    const line = Buffer.from(lineAfter(this.bytes.at(-1), mark));
    this.begun.add(JSON.stringify(mark));
    this.bytes = Buffer.concat([this.bytes, line.subarray(0, Math.floor(line.length * written))]);
    if (written === 1) this.answered.add(JSON.stringify(mark));
    return written === 1;
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
