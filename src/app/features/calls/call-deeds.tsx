import type { StoredRow } from "#sync/device-store.ts";
import { callOf } from "../../book/calls.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { groupOf } from "./call-words.ts";
import type { StepName } from "./commands.ts";

/** The deeds that its state allows, the likeliest first and marked; each is taken back by the bar that follows it. */
export function CallDeeds({ row, onStep }: { row: StoredRow; onStep: (name: StepName) => void }) {
  const t = useText("calls");
  const me = useMe();
  const names = stepsFor(row, me.has("centre", "village"));
  return (
    <Dock>
      <div className="call-deeds">
        {names.map((name, at) => (
          <Button key={name} variant={at === 0 ? "main" : "plain"} onClick={() => onStep(name)}>
            {t(`deeds.${name}`)}
          </Button>
        ))}
      </div>
    </Dock>
  );
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
