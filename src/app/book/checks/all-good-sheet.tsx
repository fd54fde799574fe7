import { useState } from "react";
import { type AllGoodPlan, unansweredQuestion, type Verdict } from "#domain/checks/all-good.ts";
import type { Refusal } from "#kernel/result.ts";
import { formatDay, formatLongDay, formatNearDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useNow } from "../../logbook-context.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { FaultQuestion } from "../../ui/fault-question.tsx";
import { announce } from "../../ui/live-region.tsx";
import { Mark } from "../../ui/mark.tsx";
import { NamesList } from "../../ui/names-list.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { RefusalBanner } from "../refusal-banner.tsx";
import type { AskedDay } from "./asked-day.ts";
import { DayQuestion } from "./day-question.tsx";
import type { SiteCheck } from "./site-checks.ts";

type Verdicts = Readonly<Record<string, Verdict>>;

/**
 * *Tất cả tốt*: open faults first, then by name what will be marked, then the one button, which is never greyed out:
 * pressed too early it goes to the question that is still open and says which.
 */
export function AllGoodSheet({
  check,
  plan,
  asked,
  refusal,
  onConfirm,
  onClose,
}: {
  check: SiteCheck;
  plan: AllGoodPlan;
  asked: AskedDay;
  refusal: Refusal | null;
  onConfirm: (verdicts: Verdicts) => void;
  onClose: () => void;
}) {
  const t = useText("checks");
  const { day: today } = useNow();
  const [verdicts, setVerdicts] = useState<Verdicts>({});
  const [pressed, setPressed] = useState(false);
  // Nobody signs *all is well* over a fault.
  const answered = Object.values(check.run?.answers ?? {}).map(({ v }) => v);
  const writesFault = [...answered, ...Object.values(verdicts)].includes("bad");
  const nameOf = (item: string) => check.template.items.find((one) => one.id === item)?.name ?? item;
  const open = unansweredQuestion(plan, verdicts);
  const error = (item: string) =>
    pressed && verdicts[item] === undefined ? t("sheet.choose", { name: nameOf(item) }) : undefined;

  const confirm = () => {
    if (!asked.mustAsk && !open) return onConfirm(verdicts);
    setPressed(true);
    announce(asked.mustAsk ? t("day.first") : t("sheet.choose", { name: nameOf(open?.item ?? "") }));
    goTo(asked.mustAsk ? dayId : questionId(open?.item ?? ""));
  };

  return (
    <Sheet
      open
      onClose={onClose}
      title={t(writesFault ? "sheet.titleRest" : "sheet.title")}
      closeLabel={t("sheet.close")}
      dismissOutside={Object.keys(verdicts).length === 0}
      note={t("sheet.undoNote")}
      footer={
        <Button variant="main" size="56" full onClick={confirm}>
          {t("sheet.confirm", { count: plan.total })}
        </Button>
      }
    >
      <RefusalBanner refusal={refusal} />
      <DayQuestion asked={asked} id={dayId} error={pressed && asked.mustAsk ? t("day.first") : undefined} />
      {check.key.day < today && !asked.mustAsk ? (
        <Banner icon="clock">{t("sheet.past", { day: formatLongDay(check.key.day) })}</Banner>
      ) : null}
      <p>{t("sheet.day", { day: formatLongDay(check.key.day) })}</p>
      {plan.questions.map((fault) => (
        <FaultQuestion
          key={fault.item}
          id={questionId(fault.item)}
          name={`verdict-${fault.item}`}
          question={
            <>
              <b>{nameOf(fault.item)}</b>{" "}
              {check.key.day === today
                ? t("sheet.since", { day: formatNearDay(fault.since, today) })
                : t("sheet.sinceThen", { day: formatDay(fault.since) })}
            </>
          }
          value={verdicts[fault.item] ?? null}
          onChange={(verdict) => setVerdicts({ ...verdicts, [fault.item]: verdict })}
          labels={{ bad: t("sheet.stillBad"), ok: t("sheet.nowGood") }}
          error={error(fault.item)}
        />
      ))}
      <p>
        <Mark icon="ok-filled" tone="ok" quiet>
          {t("sheet.marks", { count: plan.marks.length })} <b>{t("sheet.good")}</b> {t("sheet.bulk")}
        </Mark>
      </p>
      <NamesList groups={namesByGroup(check, plan.marks)} />
    </Sheet>
  );
}

const dayId = "all-good-day";

function questionId(item: string): string {
  return `fault-${item}`;
}

function goTo(id: string): void {
  const target = document.getElementById(id);
  target?.scrollIntoView?.({ block: "center" });
  target?.querySelector<HTMLElement>("input, button")?.focus({ preventScroll: true });
}

function namesByGroup({ template }: SiteCheck, marks: readonly string[]) {
  return template.groups.flatMap((group) => {
    const names = template.items
      .filter((item) => item.group === group.id && marks.includes(item.id))
      .map((item) => item.short ?? item.name);
    return names.length === 0 ? [] : [{ title: group.short ?? group.name, names: names.join(", ") }];
  });
}
