/** Of the picture alone: which way up it is, its resolution, its colours, its size. */
const harmless: Readonly<Record<string, readonly number[]>> = {
  picture: [0x0100, 0x0101, 0x0112, 0x011a, 0x011b, 0x0128, 0x0213],
  camera: [0x9000, 0x9101, 0xa000, 0xa001, 0xa002, 0xa003, 0xa406],
};
const cameraPart = 0x8769;
const entryBytes = 12;

/**
 * Whether an Exif block says nothing but how to show the picture. Browsers of iPhones write such a block into every JPEG
 * they make; a place, a time, a camera or anything unknown is another matter. Whatever cannot be read tells something.
 */
export function tellsNothing(block: Buffer): boolean {
  try {
    const order = block.toString("latin1", 0, 4);
    if (order !== "II*\0" && order !== "MM\0*") return false;
    const short = (at: number) => (order === "II*\0" ? block.readUInt16LE(at) : block.readUInt16BE(at));
    const long = (at: number) => (order === "II*\0" ? block.readUInt32LE(at) : block.readUInt32BE(at));

    const isHarmless = (at: number, part: "picture" | "camera"): boolean => {
      const entries = short(at);
      for (let i = 0; i < entries; i++) {
        const entry = at + 2 + i * entryBytes;
        const tag = short(entry);
        if (part === "picture" && tag === cameraPart) {
          if (!isHarmless(long(entry + 8), "camera")) return false;
        } else if (!harmless[part]?.includes(tag)) return false;
      }
      // Another list would follow: a thumbnail of what was before.
      return long(at + 2 + entries * entryBytes) === 0;
    };
    return isHarmless(long(4), "picture");
  } catch {
    return false;
  }
}
