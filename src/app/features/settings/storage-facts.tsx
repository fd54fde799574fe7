import { useEffect, useState } from "react";
import { appVersion } from "#client/app-version.ts";
import { askPersist, type StorageState, storageState } from "#client/storage.ts";
import { formatBytes } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLogbook } from "../../logbook-context.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { Facts } from "../../ui/facts.tsx";

/** How safe the data lies on this device: the browser's promise, the room left, which device this is. */
export function StorageFacts() {
  const t = useText("settings");
  const { profile } = useLogbook();
  const { storage, answer, ask } = useStorage();
  const free = storage?.free ?? null;
  return (
    <>
      {storage?.room === "no-photos" || storage?.room === "export" ? (
        <Banner
          tone="review"
          icon="warning"
          title={t(`device.room.${storage.room}`, { free: formatBytes(free ?? 0) })}
        />
      ) : null}
      <Facts
        items={[
          { term: t("device.account"), value: profile.account },
          { term: t("device.letter"), value: profile.letter },
          { term: t("device.free"), value: free === null ? t("device.unknown") : formatBytes(free) },
          { term: t("device.kept"), value: t(storage?.persisted ? "device.keptYes" : "device.keptNo") },
          { term: t("device.version"), value: appVersion },
        ]}
      />
      {storage && !storage.persisted ? (
        <div className="deeds">
          <Button onClick={() => void ask()}>{t("device.askKeep")}</Button>
        </div>
      ) : null}
      <p role="status">{answer ? t(`device.keepAnswer.${answer}`) : ""}</p>
    </>
  );
}

function useStorage() {
  const [storage, setStorage] = useState<StorageState | null>(null);
  const [asked, setAsked] = useState(0);
  const [answer, setAnswer] = useState<"yes" | "no" | "none" | null>(null);
  useEffect(() => {
    let current = asked >= 0;
    void storageState().then((found) => current && setStorage(found));
    return () => {
      current = false;
    };
  }, [asked]);
  const ask = async () => {
    const promised = await askPersist();
    setAnswer(promised === null ? "none" : promised ? "yes" : "no");
    setAsked((now) => now + 1);
  };
  return { storage, answer, ask };
}
