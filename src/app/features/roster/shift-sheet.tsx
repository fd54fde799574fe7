import { useState } from "react";
import { makesRoster } from "#domain/roster/shift-kinds.ts";
import { endOf } from "#domain/roster/shift-times.ts";
import { useHand } from "../../book/deed.ts";
import { PersonCall } from "../../book/duty/person-call.tsx";
import { useNames } from "../../book/names.ts";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { RowState } from "../../book/row-state.tsx";
import { RecordConflicts } from "../../conflicts/record-conflicts.tsx";
import { RecordHistory } from "../../history/record-history.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useDesk, useMe, useNow, useRow } from "../../logbook-context.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button, ButtonPair } from "../../ui/button.tsx";
import { Facts } from "../../ui/facts.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { useCommand } from "../../use-command.ts";
import { assignShift } from "./commands.ts";
import { PersonPick } from "./person-pick.tsx";
import { ShiftEdit } from "./shift-edit.tsx";
import { whenWords } from "./shift-words.ts";
import { type RosterShift, shiftOf } from "./use-roster.ts";

interface Deeds {
  readonly onClose: () => void;
  readonly onAnswer: (shift: RosterShift, isTaken: boolean) => void;
  readonly onAsk: (shift: RosterShift, colleague: string | null) => void;
  readonly onRemove: (shift: RosterShift) => void;
}

/** One shift: whose it is, and how it goes to somebody else. */
export function ShiftSheet({ id, ...deeds }: { id: string } & Deeds) {
  const t = useText("roster");
  const row = useRow(id);
  const [part, setPart] = useState<"ask" | "assign" | "edit" | null>(null);
  const shift = row && !row.deleted ? shiftOf(row) : null;
  return (
    <Sheet
      open
      onClose={part === null ? deeds.onClose : () => setPart(null)}
      dismissOutside={part === null}
      title={t(part === null ? "shift" : `parts.${part}`)}
      closeLabel={t("common:close")}
    >
      {row === null || row?.deleted ? <p>{t("gone")}</p> : null}
      {shift && part === null ? <ShiftFacts shift={shift} deeds={deeds} onPart={setPart} /> : null}
      {shift && part === "edit" ? <ShiftEdit shift={shift} onDone={() => setPart(null)} /> : null}
      {shift && part === "ask" ? (
        <PersonPick except={shift.body.person} onPick={(person) => deeds.onAsk(shift, person)} />
      ) : null}
      {shift && part === "assign" ? <Assign shift={shift} onDone={() => setPart(null)} /> : null}
    </Sheet>
  );
}

function Assign({ shift, onDone }: { shift: RosterShift; onDone: () => void }) {
  const hand = useHand();
  const command = useCommand();
  const { body, id, row } = shift;
  const assign = async (person: string) => {
    if (await command.run(() => assignShift(hand, id, person, row.seq))) onDone();
  };
  return (
    <>
      <RefusalBanner refusal={command.refusal} />
      <PersonPick except={body.person} onPick={(person) => void assign(person)} />
    </>
  );
}

function ShiftFacts({
  shift,
  deeds,
  onPart,
}: {
  shift: RosterShift;
  deeds: Deeds;
  onPart: (part: "ask" | "assign" | "edit") => void;
}) {
  const t = useText("roster");
  const names = useNames();
  const { body, row } = shift;
  const facts: readonly [string, string | undefined][] = [
    ["person", names.person(body.person)],
    ["when", whenWords(t, body)],
    ["sort", t(`sorts.${body.sort}`)],
    ["site", names.site(body.site)],
    ["period", body.period ? t("inWatch") : undefined],
    ["asked", body.asked && names.person(body.asked)],
    ["declined", body.declined && names.person(body.declined)],
    ["note", body.note],
  ];
  return (
    <>
      <Facts items={facts.flatMap(([name, value]) => (value ? [{ term: t(`facts.${name}`), value }] : []))} />
      <PersonCall id={body.person} names={names} />
      <RowState row={row} size="box" />
      <Contested shift={shift} />
      <ShiftDeeds shift={shift} deeds={deeds} onPart={onPart} />
      <RecordHistory record={shift.id} />
    </>
  );
}

/** Two took the shift without seeing each other: whoever makes the roster chooses, the others are told. */
function Contested({ shift }: { shift: RosterShift }) {
  const t = useText("roster");
  const me = useMe();
  const names = useNames();
  const isOpen = useDesk()?.conflicts.some((row) => row.body["record"] === shift.id);
  if (makesRoster(me.roles)) return <RecordConflicts record={shift.id} />;
  if (!isOpen) return null;
  return (
    <Banner icon="review" tone="review" title={t("contested.title")}>
      {t("contested.text", { name: names.person(shift.body.person) })}
    </Banner>
  );
}

function ShiftDeeds({
  shift,
  deeds,
  onPart,
}: {
  shift: RosterShift;
  deeds: Deeds;
  onPart: (part: "ask" | "assign" | "edit") => void;
}) {
  const t = useText("roster");
  const me = useMe();
  const { now } = useNow();
  const { body } = shift;
  const isOver = endOf(body) <= now;
  const isMaker = makesRoster(me.roles);
  const isMine = body.person === me.person;
  return (
    <div className="duty-deeds">
      {body.asked === me.person && !isOver ? (
        <ButtonPair>
          <Button variant="main" onClick={() => deeds.onAnswer(shift, true)}>
            {t("asked.take")}
          </Button>
          <Button onClick={() => deeds.onAnswer(shift, false)}>{t("asked.leave")}</Button>
        </ButtonPair>
      ) : null}
      {isMine && !isOver ? (
        <Button icon="people" full onClick={() => onPart("ask")}>
          {t(body.asked ? "asked.another" : "parts.ask")}
        </Button>
      ) : null}
      {(isMine || isMaker) && body.asked && !isOver ? (
        <Button icon="undo" full onClick={() => deeds.onAsk(shift, null)}>
          {t("asked.takeBack")}
        </Button>
      ) : null}
      {isMaker ? (
        <>
          <Button icon="user" full onClick={() => onPart("assign")}>
            {t("parts.assign")}
          </Button>
          <Button icon="edit" full onClick={() => onPart("edit")}>
            {t("parts.edit")}
          </Button>
          <Button icon="trash" full onClick={() => deeds.onRemove(shift)}>
            {t("remove")}
          </Button>
        </>
      ) : null}
    </div>
  );
}
