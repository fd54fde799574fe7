import { type ReactNode, useState } from "react";
import type { Result } from "#kernel/result.ts";
import { useText } from "../i18n/i18n.ts";
import { UndoBar } from "../ui/undo-bar.tsx";
import type { Command } from "../use-command.ts";

/** What was just done and its way back, in place of a question before. */
export interface UndoDesk {
  readonly bar: ReactNode;
  readonly offer: (said: string, back: () => Promise<Result<unknown, string>>) => void;
}

/** `texts` names the namespace whose `undo` and `undone` are said. */
export function useUndo(command: Command, texts: string): UndoDesk {
  const t = useText(texts);
  const [offered, setOffered] = useState<{
    said: string;
    back: () => Promise<Result<unknown, string>>;
  } | null>(null);
  return {
    offer: (said, back) => setOffered({ said, back }),
    bar: offered ? (
      <UndoBar
        key={offered.said}
        text={offered.said}
        action={t("undo")}
        onUndo={() => void command.run(offered.back, t("undone")).then((done) => done && setOffered(null))}
        onExpire={() => setOffered(null)}
      />
    ) : null,
  };
}
