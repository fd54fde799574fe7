import { Link } from "react-router";
import { shortName } from "../i18n/format.ts";
import { useText } from "../i18n/i18n.ts";
import { useMe } from "../logbook-context.tsx";
import { LinkButton } from "../ui/button.tsx";
import { Icon } from "../ui/icons.tsx";

/** Who is writing, and the way to another person's profile. */
export function ProfileButton() {
  const t = useText("shell");
  const { name } = useMe();
  return (
    <LinkButton icon="user" to="/nguoi-dung" label={t("profileOf", { name })}>
      {shortName(name)}
    </LinkButton>
  );
}

/** The same at the foot of the rail, with the whole name and the roles. */
export function ProfileFoot() {
  const t = useText("shell");
  const { name, roles } = useMe();
  const duties = roles.map((role) => t(`common:roles.${role}`)).join(", ");
  return (
    <Link className="rail-link" to="/nguoi-dung" aria-label={`${t("profileOf", { name })} ${duties}`}>
      <Icon name="user" />
      <span>
        {name} <span className="rail-roles">{duties}</span>
      </span>
    </Link>
  );
}
