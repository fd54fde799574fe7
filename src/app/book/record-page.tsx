import type { ReactNode } from "react";
import type { StoredRow } from "#sync/device-store.ts";
import { useText } from "../i18n/i18n.ts";
import { Screen } from "../shell/screen.tsx";
import { Button } from "../ui/button.tsx";
import { Dock } from "../ui/dock.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Panes } from "../ui/panes.tsx";
import { EmptyState } from "../ui/plain-states.tsx";
import { isKept, OnlyReadFrame } from "./kept/only-read.tsx";
import { useWide } from "./wide.ts";

/** One record: alone on a phone, beside its list on a wide screen; and what is said when this device does not hold it. */
export function RecordPage({
  texts,
  row,
  title,
  backTo,
  list,
  dock,
  undo,
  children,
}: {
  /** The namespace that names the list and its records. */
  texts: string;
  /** Undefined while it is being read. */
  row: StoredRow | null | undefined;
  title?: string | undefined;
  backTo: string;
  list: ReactNode;
  dock?: ReactNode;
  undo?: ReactNode;
  children: (row: StoredRow) => ReactNode;
}) {
  const t = useText(texts);
  const wide = useWide();
  const missing = (
    <>
      <PageHead title={t("recordTitle")} back={{ label: t("common:back"), to: backTo }} />
      {row === null ? <EmptyState fact={t("missing")} todo={t("missingTodo")} /> : null}
    </>
  );
  return (
    <Screen title={title ?? t("recordTitle")} form dock={isKept(row) ? null : dock} undo={undo}>
      <Panes
        show="record"
        listLabel={t("listLabel")}
        list={wide ? list : null}
        recordLabel={t("recordLabel")}
        record={row ? <OnlyReadFrame row={row}>{children(row)}</OnlyReadFrame> : missing}
      />
    </Screen>
  );
}

/** The one deed of a form that mends a record. */
export function SaveDock({ form, children }: { form: string; children: ReactNode }) {
  return (
    <Dock>
      <Button variant="main" size="56" full type="submit" form={form}>
        {children}
      </Button>
    </Dock>
  );
}

/** A deleted record is shown as one that is not here. */
export function unlessDeleted(row: StoredRow | null | undefined): StoredRow | null | undefined {
  return row?.deleted ? null : row;
}
