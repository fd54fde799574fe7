import type { StoredRow } from "#sync/device-store.ts";
import { callOf } from "../../book/calls.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { groupOf } from "./call-words.ts";
import type { StepName } from "./commands.ts";

interface Deeds {
  readonly row: StoredRow;
  readonly onStep: (name: StepName) => void;
}

/** The two likeliest deeds under the thumb; each is taken back by the bar that follows it. */
export function CallDock({ row, onStep }: Deeds) {
  const names = useSteps(row).slice(0, docked);
  return (
    <Dock>
      <Steps names={names} lead onStep={onStep} />
    </Dock>
  );
}

/** What else its state allows. */
export function OtherDeeds({ row, onStep }: Deeds) {
  const names = useSteps(row).slice(docked);
  if (names.length === 0) return null;
  return (
    <div className="block">
      <Steps names={names} onStep={onStep} />
    </div>
  );
}

const docked = 2;

function Steps({
  names,
  lead,
  onStep,
}: Pick<Deeds, "onStep"> & { names: readonly StepName[]; lead?: boolean }) {
  const t = useText("calls");
  return (
    <div className="call-deeds">
      {names.map((name, at) => (
        <Button key={name} variant={lead && at === 0 ? "main" : "plain"} onClick={() => onStep(name)}>
          {t(`deeds.${name}`)}
        </Button>
      ))}
    </div>
  );
}

function useSteps(row: StoredRow): StepName[] {
  return stepsFor(row, useMe().has("centre", "village"));
}

function stepsFor(row: StoredRow, mayHandOn: boolean): StepName[] {
  const { to } = callOf(row);
  const onward: StepName[] = [
    ...(mayHandOn && to !== "centre" ? (["toCentre"] as const) : []),
    ...(mayHandOn && to !== "police" ? (["toPolice"] as const) : []),
  ];
  switch (groupOf(row)) {
    case "handed":
      return ["receive", "called", "done", ...onward];
    case "toCall":
      return ["called", "noAnswer", "done", ...onward];
    case "called":
      return ["done", "noAnswer", ...onward];
    case "done":
      return ["reopen"];
  }
}
