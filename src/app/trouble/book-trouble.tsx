import { useState } from "react";
import { type MarkedDevice, readMarks } from "#client/eviction-marks.ts";
import { faultOf, noteFault } from "#client/faults.ts";
import type { PageHost } from "#client/page-host.ts";
import { rescue } from "#client/rescue.ts";
import { troubleOf } from "#client/store-trouble.ts";
import { handOver } from "../capsule-file.ts";
import { formatMoment, formatTime } from "../i18n/format.ts";
import { type Text, useText } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import "./trouble.css";

/** A book, or everything that is kept here, does not open: what happened, what is safe, what to do. */
export function BookTrouble({
  error,
  device,
  host,
  onAgain,
  onOthers,
}: {
  error: unknown;
  /** Whose book; absent when not even the list of people opens. */
  device?: string | undefined;
  host: PageHost;
  onAgain: () => Promise<void> | void;
  onOthers?: (() => void) | undefined;
}) {
  const t = useText("trouble");
  const kind = troubleOf(error);
  const marks = readMarks(host.marks).filter((mark) => device === undefined || mark.device === device);
  return (
    <main className="book-trouble">
      <div role="alert">
        <h1>{t(`${kind}.what`)}</h1>
        <p>{[t("safe"), unsentWords(t, marks)].filter(Boolean).join(" ")}</p>
        <p>{t(`${kind}.todo`)}</p>
      </div>
      <Again onAgain={onAgain} />
      {kind === "emptied" ? (
        <Button full icon="key" onClick={() => location.assign("/dang-nhap")}>
          {t("signIn")}
        </Button>
      ) : (
        <Export devices={marks.map((mark) => mark.device)} />
      )}
      {onOthers ? (
        <Button full icon="user" onClick={onOthers}>
          {t("others")}
        </Button>
      ) : null}
      <p className="field-help">{t("line", { line: faultOf(error, "", 0).message })}</p>
    </main>
  );
}

/** It may take seconds, and may fail again: both are said where it was pressed. */
function Again({ onAgain }: { onAgain: () => Promise<void> | void }) {
  const t = useText("trouble");
  const [state, setState] = useState<"idle" | "busy" | { readonly said: string }>("idle");
  return (
    <>
      <Button
        variant="main"
        size="56"
        full
        disabled={state === "busy"}
        onClick={async () => {
          setState("busy");
          await onAgain();
          setState({ said: t("stillNot", { time: formatTime(Date.now()) }) });
        }}
      >
        {t(state === "busy" ? "opening" : "again")}
      </Button>
      <p role="status">{typeof state === "object" ? state.said : ""}</p>
    </>
  );
}

/** From the marks outside the database, which outlive it. */
function unsentWords(t: Text, marks: readonly MarkedDevice[]): string {
  if (marks.length === 0) return "";
  const count = marks.reduce((sum, { unsent }) => sum + unsent, 0);
  const time = formatMoment(Math.max(...marks.map(({ at }) => at)), Date.now());
  return count > 0 ? t("unsent", { count, time }) : t("allSent", { time });
}

function Export({ devices }: { devices: readonly string[] }) {
  const t = useText("trouble");
  const [state, setState] = useState<"idle" | "busy" | { readonly said: string }>("idle");
  const work = async () => {
    setState("busy");
    const { files, count, isOpen } = await rescue(devices);
    for (const file of files) await handOver(file);
    const exported = t("exported", { count, files: files.map(({ name }) => name).join(", ") });
    const said = files.length > 0 ? [exported, ...(isOpen ? [t("exportedOpen")] : [])] : [t("nothing")];
    setState({ said: said.join(" ") });
  };
  return (
    <>
      <Button
        full
        icon="download"
        disabled={state === "busy"}
        onClick={() =>
          void work().catch((cause: unknown) => {
            noteFault(cause);
            setState({ said: t("notExported") });
          })
        }
      >
        {t(state === "busy" ? "exporting" : "export")}
      </Button>
      <p role="status">{typeof state === "object" ? state.said : ""}</p>
    </>
  );
}
