/**
 * Gives the focus back to what it came from; where that is gone, or was the page itself, to the link that leads to
 * `address`, and at last to the page's heading, from which it can be read on.
 */
export function giveFocusBack(from: Element | null, address?: string): void {
  const isPage = from === document.body || from?.matches("h1, main") === true;
  const came = from instanceof HTMLElement && from.isConnected && !isPage ? from : null;
  const target = came ?? linkTo(address) ?? document.querySelector<HTMLElement>("main h1");
  target?.focus({ preventScroll: came !== null });
}

function linkTo(address: string | undefined): HTMLElement | null {
  if (address === undefined) return null;
  const links = document.querySelectorAll<HTMLAnchorElement>("main a[href]");
  return [...links].find((link) => link.href === address) ?? null;
}
