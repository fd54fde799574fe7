import type { StorageState } from "#client/storage.ts";
import { formatBytes } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { Banner } from "../../ui/banner.tsx";
import type { PhotoProblem } from "./use-photos.ts";

/** Why a picture was not taken in; the form is as it was. */
export function PhotoProblems({
  problems,
  room,
}: {
  problems: readonly PhotoProblem[];
  room: StorageState | null;
}) {
  const t = useText("photos");
  const isFull = room?.room === "no-photos" || room?.room === "export";
  return (
    <>
      {isFull ? (
        <Banner tone="review" icon="warning" title={t("noRoom", { free: formatBytes(room.free ?? 0) })} />
      ) : null}
      {problems.length > 0 ? (
        <div role="alert">
          {problems.map(({ code, file }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows
            <p className="field-error" key={at}>
              {file === "" ? t(`problem.${code}`) : t("problemOf", { file, problem: t(`problem.${code}`) })}
            </p>
          ))}
        </div>
      ) : null}
    </>
  );
}
