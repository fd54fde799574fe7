import { Screen } from "./screen.tsx";

/** The frame while a page is fetched from the device; it is there within a blink, so it says nothing. */
export function WaitingScreen() {
  return <Screen title="">{null}</Screen>;
}
