import { givenName } from "../i18n/format.ts";
import { useText } from "../i18n/i18n.ts";
import { useMe } from "../logbook-context.tsx";
import { LinkButton } from "../ui/button.tsx";

/** Who is writing, and the way to another person's profile. */
export function ProfileButton({ whole }: { whole?: boolean | undefined }) {
  const t = useText("shell");
  const { name } = useMe();
  return (
    <LinkButton icon="user" to="/nguoi-dung" label={t("profileOf", { name })} full={whole}>
      {whole ? name : givenName(name)}
    </LinkButton>
  );
}
