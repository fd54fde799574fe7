import { useEffect, useState } from "react";
import { environmentFacts, readEnvironment } from "#client/environment.ts";
import { type PushState, pushState, turnPushOff, turnPushOn } from "#client/push.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLogbook } from "../../logbook-context.tsx";
import { problemWords } from "../../problem-words.ts";
import { Section } from "../../ui/ledger.tsx";
import { Switch } from "../../ui/switch.tsx";
import { useCommand } from "../../use-command.ts";

/** Whether this device is woken while the app is closed, or why it cannot be. */
export function PushSection() {
  const t = useText("notices");
  const { device } = useLogbook().profile;
  const command = useCommand("nothing");
  const [state, setState] = useState<PushState | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = round >= 0;
    const { mustInstallFirst } = readEnvironment(environmentFacts(window));
    void pushState(device, mustInstallFirst).then((found) => current && setState(found));
    return () => {
      current = false;
    };
  }, [device, round]);
  const turn = (on: boolean) =>
    void command.run(() => (on ? turnPushOn(device) : turnPushOff(device))).then(() => setRound(round + 1));
  const isAble = state === "on" || state === "off";
  return (
    <Section title={t("setting.title")}>
      <div className="block">
        {isAble ? (
          <Switch
            label={t("setting.label")}
            help={t("setting.help")}
            checked={state === "on"}
            onChange={turn}
          />
        ) : (
          <p className="field-help">{t(`setting.${state ?? "asking"}`)}</p>
        )}
      </div>
      <p className="block" role="status">
        {command.refusal ? problemWords(command.refusal) : ""}
      </p>
    </Section>
  );
}
