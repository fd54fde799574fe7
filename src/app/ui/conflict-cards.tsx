import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Icon } from "./icons.tsx";

export interface Version {
  key: string;
  title: ReactNode;
  value: ReactNode;
  long?: boolean | undefined;
  lines: readonly ReactNode[];
  inUse: boolean;
  onChoose: () => void;
}

/** Two versions of one thing, equal side by side; the one in use has the heavier frame. */
export function ConflictCards({
  title,
  explain,
  versions,
  inUseText,
  chooseText,
}: {
  title: ReactNode;
  explain: ReactNode;
  versions: readonly Version[];
  inUseText: string;
  chooseText: string;
}) {
  return (
    <section className="conflict">
      <h2 className="conflict-title">
        <Icon name="review" tone="warn" />
        <span>{title}</span>
      </h2>
      <p className="conflict-explain">{explain}</p>
      <div className="conflict-cards">
        {versions.map((version) => (
          <div className="conflict-card" data-in-use={version.inUse || undefined} key={version.key}>
            <h3>{version.title}</h3>
            <p className="conflict-value" data-long={version.long || undefined}>
              {version.value}
            </p>
            <div className="conflict-lines">
              {version.lines.map((line, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one card never change places
                <p key={at}>{line}</p>
              ))}
            </div>
            {version.inUse ? (
              <p className="conflict-used">
                <Icon name="ok" />
                <span>{inUseText}</span>
              </p>
            ) : (
              <Button full onClick={version.onChoose}>
                {chooseText}
              </Button>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}
