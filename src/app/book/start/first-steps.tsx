import { type FirstStep, firstSteps } from "#domain/org/first-steps.ts";
import { useText } from "../../i18n/i18n.ts";
import { useCommuneName } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icons.tsx";
import { Section } from "../../ui/ledger.tsx";
import { Row, Rows } from "../../ui/rows.tsx";

/** Where each step is done. */
const doors: Readonly<Record<FirstStep, string>> = {
  villages: "/quan-tri/dia-ban",
  units: "/quan-tri/don-vi",
  people: "/quan-tri/nhap",
  equipment: "/quan-tri/nhap?gi=equipment",
  contacts: "/danh-ba",
  scenarios: "/kich-ban",
  roster: "/lich-truc",
};

/** *Bắt đầu dùng sổ 2/7*: what is still to do leads to where it is done; what the commune has ticks itself. */
export function FirstSteps({
  left,
  done,
  onHide,
}: {
  left: readonly FirstStep[];
  done: readonly FirstStep[];
  onHide: () => void;
}) {
  const t = useText("start");
  const { villageWord } = useCommuneName();
  const name = (step: FirstStep) => t(`steps.${step}.name`, { village: villageWord });
  return (
    <Section title={t("title")} count={`${done.length}/${firstSteps.length}`}>
      <Rows label={t("title")}>
        {left.map((step) => (
          <Row
            key={step}
            to={doors[step]}
            time={String(firstSteps.indexOf(step) + 1)}
            title={name(step)}
            lines={[t(`steps.${step}.why`, { village: villageWord })]}
          />
        ))}
        {done.length > 0 ? (
          <Row time={<Icon name="ok-filled" />} title={t("done")} lines={[done.map(name).join(", ")]} />
        ) : null}
      </Rows>
      <div className="start-deed">
        <Button onClick={onHide}>{t("hide")}</Button>
      </div>
    </Section>
  );
}
