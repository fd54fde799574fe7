/** The keys of a desk: `/` search, `N` new, `J`/`K` move, `Enter` open (the browser's own), `Esc` back, `?` all of them. */
export interface KeyDeeds {
  readonly create: (() => void) | undefined;
  readonly help: () => void;
}

export function listenToKeys(deeds: KeyDeeds): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLElement && event.target.closest("dialog")) return;
    if (isWriting(event.target)) {
      if (event.key === "Escape") (event.target as HTMLElement).blur();
      return;
    }
    if (act(event.key, deeds)) event.preventDefault();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

function act(key: string, deeds: KeyDeeds): boolean {
  switch (key) {
    case "/":
      return focus(document.querySelector<HTMLElement>('main input[type="search"]'));
    case "n":
    case "N":
      deeds.create?.();
      return deeds.create !== undefined;
    case "j":
    case "J":
      return move(1);
    case "k":
    case "K":
      return move(-1);
    case "Escape": {
      const back = document.querySelector<HTMLElement>(".head[data-back] > .icon-btn");
      back?.click();
      return back !== null;
    }
    case "?":
      deeds.help();
      return true;
    default:
      return false;
  }
}

function move(by: number): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("main a.row")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
  return focus(rows[next] ?? null);
}

function focus(element: HTMLElement | null): boolean {
  element?.focus();
  element?.scrollIntoView({ block: "nearest" });
  return element !== null;
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target.matches("input") && !target.matches('[type="radio"], [type="checkbox"]');
}
