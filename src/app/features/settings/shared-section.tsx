import { useLiveQuery } from "dexie-react-hooks";
import { useState } from "react";
import type { LockAfter } from "#client/profile.ts";
import { findProfile } from "#client/profiles.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLogbook, useMe } from "../../logbook-context.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { ChoiceGroup } from "../../ui/choices.tsx";
import { Switch } from "../../ui/switch.tsx";
import { PinSheet } from "./pin-section.tsx";

const times = ["1", "3", "5", "10"] as const;

/** *Máy dùng chung*: a desk where people take turns locks itself; whoever turns that on is asked for a PIN. */
export function SharedSection({
  lockAfter,
  onChange,
}: {
  lockAfter: LockAfter;
  onChange: (lockAfter: LockAfter) => void;
}) {
  const t = useText("settings");
  const { name } = useMe();
  const { device } = useLogbook().profile;
  const hasPin = useLiveQuery(async () => Boolean((await findProfile(device))?.pin), [device]);
  const [asks, setAsks] = useState(false);
  const isOn = lockAfter !== "off";
  const turn = (on: boolean) => {
    onChange(on ? "5" : "off");
    setAsks(on && hasPin === false);
  };
  return (
    <>
      <Switch label={t("shared.label")} help={t("shared.help")} checked={isOn} onChange={turn} />
      {isOn ? (
        <>
          <ChoiceGroup
            name="tu-khoa"
            label={t("shared.after")}
            value={lockAfter}
            options={times.map((value) => ({ value, text: t("shared.minutes", { count: Number(value) }) }))}
            onChange={onChange}
          />
          {hasPin === false ? (
            <Banner
              tone="review"
              icon="warning"
              title={t("shared.noPin", { name })}
              action={
                <Button icon="lock" onClick={() => setAsks(true)}>
                  {t("pin.set")}
                </Button>
              }
            >
              {t("shared.noPinText")}
            </Banner>
          ) : null}
          {hasPin ? <p className="field-help">{t("shared.hasPin", { name })}</p> : null}
          <LinkButton icon="lock" to="/doi-ca">
            {t("shared.handOver")}
          </LinkButton>
        </>
      ) : null}
      {asks ? <PinSheet goal="set" hasPin={hasPin === true} onClose={() => setAsks(false)} /> : null}
    </>
  );
}
