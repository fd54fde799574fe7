import { useText } from "../../i18n/i18n.ts";
import { Screen } from "../../shell/screen.tsx";
import { ChoiceGroup } from "../../ui/choices.tsx";
import { Section } from "../../ui/ledger.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { useCommand } from "../../use-command.ts";
import { NumberSection } from "./number-section.tsx";
import { OfflineSets } from "./offline-sets.tsx";
import { PhotoSection } from "./photo-section.tsx";
import { PinSection } from "./pin-section.tsx";
import { SharedSection } from "./shared-section.tsx";
import { StorageFacts } from "./storage-facts.tsx";
import { useSettings } from "./use-settings.ts";

/** How this device likes it, and how ready it is; all of it without the network. */
export default function SettingsPage() {
  const t = useText("settings");
  const { settings, change } = useSettings();
  const command = useCommand();
  return (
    <Screen title={t("title")}>
      <PageHead title={t("title")} back={{ label: t("common:back"), to: "/them" }} />
      {settings ? (
        <div className="form">
          <ChoiceGroup
            name="co-chu"
            label={t("textSize.label")}
            value={settings.textSize}
            options={(["100", "125", "150", "200"] as const).map((value) => ({
              value,
              text: t("textSize.percent", { value }),
            }))}
            onChange={(textSize) => void change({ textSize })}
          />
          <ChoiceGroup
            name="nen"
            label={t("theme.label")}
            value={settings.theme}
            options={(["device", "light", "dark"] as const).map((value) => ({
              value,
              text: t(`theme.${value}`),
              wide: value === "device",
            }))}
            onChange={(theme) => void change({ theme })}
          />
          <ChoiceGroup
            name="ngon-ngu"
            label={t("language.label")}
            value={settings.language}
            options={(["vi", "en"] as const).map((value) => ({ value, text: t(`language.${value}`) }))}
            onChange={(language) => void change({ language })}
          />
          <PhotoSection
            wait={settings.photosWait === true}
            onChange={(photosWait) => void change({ photosWait })}
          />
          <PinSection />
          <SharedSection
            lockAfter={settings.lockAfter ?? "off"}
            onChange={(lockAfter) => void change({ lockAfter })}
          />
        </div>
      ) : null}
      <NumberSection command={command} />
      <Section title={t("device.title")}>
        <StorageFacts />
      </Section>
      <Section title={t("offline.title")}>
        <OfflineSets />
      </Section>
    </Screen>
  );
}
