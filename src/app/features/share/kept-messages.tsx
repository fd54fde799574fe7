import { type KeptMessage, keptMessages } from "#client/sms.ts";
import { formatRowTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLive, useLogbook, useNow } from "../../logbook-context.tsx";
import { problemWords } from "../../problem-words.ts";
import { TextLink } from "../../ui/button.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { Row, Rows } from "../../ui/rows.tsx";

/** Messages that were pasted without a link: they wait, or say why the server would not have them. */
export function KeptMessages() {
  const t = useText("share");
  const logbook = useLogbook();
  const { now } = useNow();
  const kept = useLive(async (tx) => keptMessages(await tx.drafts()), []) ?? [];
  if (kept.length === 0) return null;
  return (
    <LedgerPage ruled>
      <Section title={t("paste.waiting")} count={kept.length}>
        <Rows label={t("paste.waiting")}>
          {kept.map((message) => (
            <Row
              key={message.key}
              time={formatRowTime(message.at, now)}
              title={message.text}
              lines={[
                stateOf(t, message),
                <TextLink key="drop" onClick={() => void logbook.dropDraft(message.key)}>
                  {t("paste.drop")}
                </TextLink>,
              ]}
            />
          ))}
        </Rows>
      </Section>
    </LedgerPage>
  );
}

function stateOf(t: (key: string) => string, { refused }: KeptMessage): string {
  return refused ? problemWords({ code: refused }) : t("paste.waits");
}
