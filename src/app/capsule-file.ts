import type { CapsuleFile } from "#client/capsule.ts";
import type { Logbook } from "#client/logbook.ts";
import { accept, type Result } from "#kernel/result.ts";
import { textOf } from "./i18n/i18n.ts";

/** *Xuất tệp*: hands what is unsent to the phone's share sheet, or saves it as a file. Changes nothing in the book. */
export async function shareUnsent(logbook: Logbook): Promise<Result<Omit<CapsuleFile, "blob">>> {
  const { exportCapsule } = await import("#client/capsule.ts");
  const made = await exportCapsule(logbook);
  if (!made.ok) return made;
  const { blob, ...about } = made.value;
  await handOver(new File([blob], about.fileName, { type: "application/octet-stream" }));
  return accept(about);
}

/** What a file holds, and what found no room in it; needs the sentences of `auth`. */
export function exportedWords({ fileName, count, photos, photosLeft }: Omit<CapsuleFile, "blob">): string {
  return [
    count > 0
      ? textOf("auth:signOut.exported", { count, file: fileName })
      : textOf("auth:signOut.onlyPhotos", { count: photos, file: fileName }),
    ...(count > 0 && photos > 0 ? [textOf("auth:signOut.exportedPhotos", { count: photos })] : []),
    ...(photosLeft > 0 ? [textOf("auth:signOut.photosLeft", { count: photosLeft })] : []),
  ].join(" ");
}

/** The same for a plain text. */
export function shareText(fileName: string, text: string, type = "application/json"): Promise<void> {
  return handOver(new File([text], fileName, { type }));
}

export async function handOver(file: File): Promise<void> {
  if (!(await shareFile(file))) downloadFile(file);
}

async function shareFile(file: File): Promise<boolean> {
  if (!navigator.canShare?.({ files: [file] })) return false;
  try {
    await navigator.share({ files: [file] });
    return true;
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError";
  }
}

function downloadFile(file: File): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
