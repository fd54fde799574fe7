import type { Contact } from "#domain/contacts/contact-kinds.ts";
import { mobilesIn } from "#domain/contacts/telephone.ts";
import type { Incident } from "#domain/incidents/incident-kinds.ts";
import { securityGroup } from "#domain/incidents/incident-states.ts";
import { formatMoment, inSentence } from "../../i18n/format.ts";
import type { Text } from "../../i18n/i18n.ts";

/** What the short message needs to know besides the incident itself. */
export interface MessageFacts {
  readonly place: string | undefined;
  readonly call: readonly Pick<Contact, "name" | "phone">[];
  readonly now: number;
  /** The text message that makes the same incident where it is pasted. */
  readonly code: string | null;
}

/**
 * The standard short message of an incident for a chat or a text message: what and where, how grave, since when, how it
 * stands, whom to call. Nothing about residents; of a security incident nothing but that there is one.
 */
export function shortMessage(t: Text, incident: Incident, { place, call, now, code }: MessageFacts): string {
  const isSecret = incident.group === securityGroup;
  const state = inSentence(t(`today:incident.states.${incident.state}`));
  const lines = [
    t("message.title", { number: incident.number, title: isSecret ? t("message.security") : incident.title }),
    t("message.how", { group: t(`incidents:catalogue.groups.${incident.group}`), level: incident.severity }),
    ...(place && !isSecret ? [t("message.place", { place })] : []),
    t("message.since", { time: formatMoment(incident.since, now), state }),
    ...call.slice(0, 2).map(({ name, phone }) => t("message.call", { name, phone })),
    ...(code ? [t("message.code", { code })] : []),
  ];
  return lines.join("\n");
}

const mostReceivers = 2;

/** Who gets a text message: the first mobiles of the ladder. A landline, 1900 or a short number takes none. */
export function receiversOf(phones: readonly string[]): string[] {
  return [...new Set(phones.flatMap(mobilesIn))].slice(0, mostReceivers);
}

/** Opens the phone's messages with this text; to nobody where no mobile is known. */
export function smsLink(receivers: readonly string[], text: string): string {
  return `sms:${receivers.join(",")}?body=${encodeURIComponent(text)}`;
}
