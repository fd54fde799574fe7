import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { CallLink } from "../incident-contacts.tsx";
import type { Names } from "../names.ts";

/** *Gọi* for a colleague who shows a number, the number alone on a desk; nobody is told to call himself. */
export function PersonCall({ id, names }: { id: string | undefined; names: Names }) {
  const t = useText("contacts");
  const me = useMe();
  const phone = names.phone(id);
  if (phone === undefined || id === me.person) return null;
  return <CallLink name={names.person(id)} text={t("call", { name: names.person(id) })} phone={phone} />;
}
