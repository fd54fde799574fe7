interface WithSync {
  readonly sync?: { register(tag: string): Promise<void> };
}

export const backgroundTag = "exchange-";

/**
 * Asks the browser to wake the service worker when there is a link, even with the app closed. Each time by a new tag:
 * one that failed once is not tried again. Nothing relies on it; many browsers do not have it.
 */
export async function askBackgroundSync(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    const { sync } = (registration ?? {}) as WithSync;
    await sync?.register(`${backgroundTag}${Date.now().toString(36)}`);
  } catch {
    // Not allowed, or no worker yet: the loop sends when the app is open.
  }
}
