import "./book.css";
import { useMemo } from "react";
import type { Contact } from "#domain/contacts/contact-kinds.ts";
import { systems } from "#domain/contacts/systems.ts";
import { readTelephone } from "#domain/contacts/telephone.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { type Text, useText } from "../i18n/i18n.ts";
import { useRowsByKey } from "../logbook-context.tsx";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icons.tsx";

/** Whom to call, as this device knows them; the sentences are those of `contacts`. */
export interface Reachable {
  readonly id: string;
  readonly body: Contact;
}

export function contactOf(row: StoredRow): Reachable {
  return { id: row.id, body: { ...row.body, ...row.personal } as unknown as Contact };
}

/** Whose name was erased is not listed any more. */
export function useContacts(): readonly Reachable[] | undefined {
  const rows = useRowsByKey("contact");
  return useMemo(() => rows?.map(contactOf).filter(({ body }) => body.name && body.phone), [rows]);
}

/** A system in words: the app's for its own keys, else the commune's own. */
export function systemWord(t: Text, system: string): string {
  const isKnown = system === "any" || (systems as readonly string[]).includes(system);
  return isKnown ? t(`contacts:systems.${system}`) : system;
}

/** Whether this machine can be expected to make calls: one with a mouse is a desk. */
export function canCall(): boolean {
  return !window.matchMedia("(hover: hover) and (pointer: fine)").matches;
}

/** Hands a number to the telephone, each of several by a button of its own; what was said there is asked afterwards. */
export function CallLink({
  text,
  phone,
  main,
  bare,
  name,
  onCall,
}: {
  text: string;
  phone: string;
  /** Said with the number where nothing else beside it says whose it is. */
  name?: string | undefined;
  /** The number stands beside it already. */
  bare?: boolean | undefined;
  main?: boolean | undefined;
  onCall?: (() => void) | undefined;
}) {
  const { numbers, rest } = readTelephone(phone);
  if (numbers.length === 0) return <span className="btn-note">{phone}</span>;
  if (!canCall()) return <NumberAlone phone={phone} name={name} onCall={onCall} />;
  return (
    <>
      {numbers.map(({ dial, written }, at) => (
        <a
          key={dial}
          className="btn call"
          data-variant={main && at === 0 ? "main" : "plain"}
          data-size="48"
          data-full={!bare || undefined}
          href={`tel:${dial}`}
          onClick={onCall}
        >
          <Icon name="phone" />
          <span>{text}</span> {bare ? null : <span className="btn-note">{written}</span>}
        </a>
      ))}
      {rest === "" ? null : <p className="field-help">{rest}</p>}
    </>
  );
}

/** On a desk a number is read and dialled on another machine; that it was is still written down. */
function NumberAlone({
  phone,
  name,
  onCall,
}: {
  phone: string;
  name: string | undefined;
  onCall: (() => void) | undefined;
}) {
  const t = useText("contacts");
  return (
    <>
      <p className="call-here">
        <Icon name="phone" size={20} /> {name === undefined ? phone : `${name}: ${phone}`}
      </p>
      {onCall ? <Button onClick={onCall}>{t("called", { name: name ?? phone })}</Button> : null}
    </>
  );
}
