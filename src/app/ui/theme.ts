export type Theme = "device" | "light" | "dark";
export type TextSize = "100" | "125" | "150" | "200";

/** Puts the chosen theme and text size on the page; keeping the choice is the caller's part. */
export function applyTheme(theme: Theme, textSize: TextSize, root: HTMLElement = document.documentElement) {
  if (theme === "device") root.removeAttribute("data-theme");
  else root.setAttribute("data-theme", theme);
  if (textSize === "100") root.removeAttribute("data-text");
  else root.setAttribute("data-text", textSize);
}
