import { LinkButton } from "../../ui/button.tsx";
import type { IconName } from "../../ui/icons.tsx";

/** One way on, as wide as the page. */
export function PlainLink({ to, icon, text }: { to: string; icon: IconName; text: string }) {
  return (
    <LinkButton to={to} icon={icon} full size="56">
      {text}
    </LinkButton>
  );
}
