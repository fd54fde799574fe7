import { useMemo } from "react";
import { type Lineage, successorOf } from "#domain/org/lineage.ts";
import type { Person } from "#domain/org/org-kinds.ts";
import { accept, type Result } from "#kernel/result.ts";
import { useText } from "../../../i18n/i18n.ts";
import { useLive } from "../../../logbook-context.tsx";
import { problemWords } from "../../../problem-words.ts";
import { Banner } from "../../../ui/banner.tsx";
import { Button } from "../../../ui/button.tsx";
import { useCommand } from "../../../use-command.ts";
import { useAdminApi } from "../use-admin.tsx";
import { LineagePage } from "./lineage-page.tsx";

/** *Địa bàn*: the villages, and after a merger the people who still look after the old ones alone. */
export default function VillagesPage() {
  return (
    <LineagePage kind="village">
      <LeftBehind />
    </LineagePage>
  );
}

interface Behind {
  readonly person: string;
  readonly name: string;
  readonly villages: readonly string[];
  readonly into: string;
}

/** Accounts live on the server, so that giving people the new village needs it, and says so. */
function LeftBehind() {
  const t = useText("org");
  const api = useAdminApi();
  const command = useCommand("nothing");
  const behind = useBehind();
  const [first] = behind;
  if (!first) return null;
  const give = async (): Promise<Result<true>> => {
    for (const { person, villages } of behind) {
      const answer = await api.changePerson(person, { villages });
      if (!answer.ok) return answer;
    }
    return accept(true);
  };
  return (
    <Banner
      tone="review"
      icon="review"
      title={t("behind.title", { count: behind.length })}
      action={
        <Button disabled={command.busy} onClick={() => void command.run(give)}>
          {t("behind.deed")}
        </Button>
      }
    >
      {t("behind.text", { names: behind.map((one) => `${one.name} (${one.into})`).join(", ") })}
      {command.refusal ? <p role="alert">{problemWords(command.refusal)}</p> : null}
    </Banner>
  );
}

function useBehind(): readonly Behind[] {
  const read = useLive(
    async (tx) => ({ people: await tx.rowsByKey("person"), villages: await tx.rowsByKey("village") }),
    [],
  );
  return useMemo(() => {
    if (!read) return [];
    const bodies = new Map(read.villages.map((row) => [row.id, row.body as unknown as Lineage]));
    return read.people.flatMap((row): Behind[] => {
      const person = row.body as unknown as Person;
      const wanted = new Set(person.villages);
      const added = person.villages.map((id) => successorOf(id, (one) => bodies.get(one)));
      for (const id of added) wanted.add(id);
      if (!person.active || wanted.size === person.villages.length) return [];
      const fresh = added.filter((id) => !person.villages.includes(id));
      const into = [...new Set(fresh)].map((id) => bodies.get(id)?.name ?? "").join(", ");
      return [{ person: row.id, name: person.name, villages: [...wanted], into }];
    });
  }, [read]);
}
