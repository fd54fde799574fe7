import * as z from "zod";

const markSchema = z.object({ commune: z.string(), id: z.string(), at: z.number(), by: z.string() });
export type CommuneErasure = z.infer<typeof markSchema>;

const newLine = 0x0a;

/** What to write after `last`, the byte that ends what is there: what was left of a torn line is not to swallow this one. */
export function lineAfter(last: number | undefined, mark: CommuneErasure): string {
  return `${last === undefined || last === newLine ? "" : "\n"}${JSON.stringify(mark)}\n`;
}

/** All marks of the file; a torn line is left out, since its request was never answered. */
export function marksIn(text: string): CommuneErasure[] {
  return text.split("\n").flatMap((line) => {
    try {
      const parsed = markSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}
