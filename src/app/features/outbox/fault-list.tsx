import { useEffect, useState } from "react";
import type { Fault } from "#client/faults.ts";
import { faultName, readFaults } from "#client/read-faults.ts";
import { formatMoment, formatNumber } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useNow } from "../../logbook-context.tsx";
import { Section } from "../../ui/ledger.tsx";
import "./faults.css";

export function useFaults(): readonly Fault[] {
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  useEffect(() => {
    let current = true;
    void readFaults().then((found) => current && setFaults(found));
    return () => {
      current = false;
    };
  }, []);
  return faults;
}

/** Defects that this device met, for whoever helps; they tell where in the program, and nothing that anybody wrote. */
export function FaultList({ faults }: { faults: readonly Fault[] }) {
  const t = useText("outbox");
  const { now } = useNow();
  return (
    <Section title={t("faults.title")} count={formatNumber(faults.length)}>
      <div className="faults">
        <p className="field-help">{t(faults.length === 0 ? "faults.none" : "faults.help")}</p>
        <ul>
          {faults.map((fault) => (
            <li className="fault" key={`${fault.at} ${fault.stack}`}>
              <details>
                <summary>
                  {t("faults.line", {
                    name: faultName(fault),
                    time: formatMoment(fault.at, now),
                    screen: fault.screen,
                    count: fault.times,
                  })}
                </summary>
                <pre className="fault-text">{[fault.version, fault.message, fault.stack].join("\n")}</pre>
              </details>
            </li>
          ))}
        </ul>
      </div>
    </Section>
  );
}
