import { useEffect, useState } from "react";
import type { PastedIncident } from "#client/sms.ts";
import type { Refusal, Result } from "#kernel/result.ts";
import { useNames } from "../../book/names.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLogbook } from "../../logbook-context.tsx";
import { useCommand } from "../../use-command.ts";

export interface PasteState {
  readonly incident: PastedIncident | null;
  readonly refusal: Refusal | null;
  readonly said: string;
  readonly busy: boolean;
  readonly isDone: boolean;
  readonly record: () => void;
}

/** What stands in the text so far, and the deed that hands it to the server. */
export function usePaste(text: string): PasteState {
  const t = useText("share");
  const logbook = useLogbook();
  const names = useNames();
  const command = useCommand("nothing");
  const [read, setRead] = useState<{ text: string; found: Result<PastedIncident, string> } | null>(null);
  const [done, setDone] = useState<{ text: string; said: string } | null>(null);
  const { sites, villages } = names;
  useEffect(() => {
    let current = true;
    if (text.trim() !== "") {
      void import("#client/sms.ts").then(({ readPasted }) => {
        const places = { sites: sites.map(({ id }) => id), villages: villages.map(({ id }) => id) };
        if (current) setRead({ text, found: readPasted(text, places) });
      });
    }
    return () => {
      current = false;
    };
  }, [text, sites, villages]);

  const record = () =>
    void command.run(async () => {
      const { pasteMessage } = await import("#client/sms.ts");
      const pasted = await pasteMessage(logbook, text);
      if (!pasted.ok) return pasted;
      const { value } = pasted;
      if (value.outcome === "kept") setDone({ text, said: t("paste.kept") });
      else {
        setDone({ text, said: t(value.refused ? "paste.refused" : "paste.taken", { number: value.number }) });
        void logbook.sendNow();
      }
      return pasted;
    });

  const found = read?.text === text ? read.found : null;
  return {
    incident: found?.ok ? found.value : null,
    refusal: command.refusal ?? (found && !found.ok ? found.refusal : null),
    said: done?.text === text ? done.said : "",
    busy: command.busy,
    isDone: done?.text === text,
    record,
  };
}
