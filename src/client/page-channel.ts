/** A channel of this origin's pages and its worker; a browser without channels tells nobody. */
export interface PageChannel {
  post(message: unknown): void;
  close(): void;
}

/**
 * Opens the channel of a name. A page that the browser keeps as it is lets go of it until it is shown again: a message
 * to a kept page would make the browser throw the page away. What was said meanwhile is looked up at the thaw.
 */
export function openPageChannel(name: string, hear: (data: unknown) => void): PageChannel {
  if (typeof BroadcastChannel !== "function") return { post: () => undefined, close: () => undefined };
  const open = () => {
    const made = new BroadcastChannel(name);
    made.onmessage = ({ data }) => hear(data);
    return made;
  };
  let channel: BroadcastChannel | undefined = open();
  const letGo = () => {
    channel?.close();
    channel = undefined;
  };
  const onHide = ({ persisted }: { readonly persisted?: boolean }) => {
    if (persisted) letGo();
  };
  const onShow = ({ persisted }: { readonly persisted?: boolean }) => {
    if (persisted) channel ??= open();
  };
  const here = globalThis as unknown as Listening;
  here.addEventListener?.("pagehide", onHide);
  here.addEventListener?.("pageshow", onShow);
  return {
    post: (message) => channel?.postMessage(message),
    close() {
      here.removeEventListener?.("pagehide", onHide);
      here.removeEventListener?.("pageshow", onShow);
      letGo();
    },
  };
}

interface Listening {
  addEventListener?(type: string, tell: (event: { readonly persisted?: boolean }) => void): void;
  removeEventListener?(type: string, tell: (event: { readonly persisted?: boolean }) => void): void;
}
