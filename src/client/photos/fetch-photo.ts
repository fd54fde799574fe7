import { longestCallMs } from "../api-call.ts";

/** The bytes of a photo from the server, or why they are not to be had. */
export async function fetchPhoto(
  device: string,
  photo: string,
): Promise<Blob | "elsewhere" | "erased" | "unreachable"> {
  try {
    const response = await fetch(`/api/photos/${encodeURIComponent(photo)}`, {
      headers: { "x-so-truc": "1", "x-device": device },
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(longestCallMs),
    });
    if (response.status === 404) return "elsewhere";
    if (response.status === 410) return "erased";
    const isPicture = /^image\//.test(response.headers.get("content-type") ?? "");
    return response.ok && isPicture ? await response.blob() : "unreachable";
  } catch {
    return "unreachable";
  }
}
