/** What became of it: handed to the share sheet, put away by the person, or saved as a file where there is no sheet. */
export type Sent = "shared" | "closed" | "saved";

/** Picture and text to the phone's share sheet; the text is copied too, since some chats keep only the picture. */
export async function sendMorning(picture: Blob, text: string, title: string, name: string): Promise<Sent> {
  const file = new File([picture], name, { type: "image/png" });
  const copied = navigator.clipboard?.writeText(text).catch(() => undefined);
  const data = { files: [file], text, title };
  if (typeof navigator.share === "function" && navigator.canShare?.(data)) {
    try {
      await navigator.share(data);
      return "shared";
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return "closed";
    }
  }
  savePicture(picture, name);
  await copied;
  return "saved";
}

export function savePicture(picture: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(picture);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
