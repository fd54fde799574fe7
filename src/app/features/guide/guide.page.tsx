import { useState } from "react";
import { type Role, roles } from "#domain/rights.ts";
import { formatDay, formatTime } from "../../i18n/format.ts";
import { hasText, useText } from "../../i18n/i18n.ts";
import { useCommuneName, useMe, useNow } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { Button } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icons.tsx";
import { Select } from "../../ui/inputs.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { usePaperLetters } from "../../ui/paper.ts";
import { PrintFoot } from "../../ui/print-parts.tsx";

const most = 9;
const states = ["saved", "sending", "received", "review"] as const;

/** One A4 page a role, to be printed and hung beside the desk. */
export default function GuidePage() {
  const t = useText("guide");
  const me = useMe();
  const { name } = useCommuneName();
  const { now, day } = useNow();
  usePaperLetters();
  const written = roles.filter((role) => hasText(`guide:roles.${role}.steps.1`));
  const [role, setRole] = useState<Role>(() => me.roles.find((one) => written.includes(one)) ?? "centre");
  return (
    <Screen
      title={t("title")}
      form
      dock={
        <Dock>
          <Button variant="main" size="56" full icon="print" onClick={() => window.print()}>
            {t("print")}
          </Button>
        </Dock>
      }
    >
      <PageHead
        title={t("heading", { role: t(`common:roles.${role}`) })}
        sub={name}
        back={{ label: t("common:back"), to: "/them" }}
      />
      <div className="form screen-only">
        <Field label={t("chooseRole")}>
          <Select value={role} onChange={(value) => setRole(value as Role)}>
            {written.map((one) => (
              <option key={one} value={one}>
                {t(`common:roles.${one}`)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <div className="prose guide">
        <p>{t(`roles.${role}.purpose`)}</p>
        <h2>{t("every")}</h2>
        <ol>
          <Steps of={`roles.${role}.steps`} />
        </ol>
        <h2>{t("signs")}</h2>
        <ul>
          {states.map((state) => (
            <li className="guide-sign" key={state}>
              <Icon name={state} />
              <span>
                <b>{t(`common:sync.${state}`, { time: "07:42" })}</b> {t(`meaning.${state}`)}
              </span>
            </li>
          ))}
        </ul>
        <h2>{t("offline")}</h2>
        <ol>
          <Steps of="offlineSteps" />
        </ol>
        <h2>{t("never")}</h2>
        <ul>
          <Steps of="neverSteps" />
        </ul>
      </div>
      <PrintFoot text={t("foot", { time: formatTime(now), day: formatDay(day) })} />
    </Screen>
  );
}

function Steps({ of }: { of: string }) {
  const t = useText("guide");
  const numbers = Array.from({ length: most }, (_, at) => at + 1).filter((n) => hasText(`guide:${of}.${n}`));
  return numbers.map((n) => <li key={n}>{t(`${of}.${n}`)}</li>);
}
