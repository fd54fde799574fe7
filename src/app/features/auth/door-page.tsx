import { type ReactNode, useMemo, useState } from "react";
import { environmentFacts, openInChrome, readEnvironment } from "#client/environment.ts";
import { useText } from "../../i18n/i18n.ts";
import { useOpenBook } from "../../open-book.tsx";
import { useDocumentTitle } from "../../shell/screen-entry.ts";
import { AppFrame } from "../../ui/app-frame.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { type Back, PageHead } from "../../ui/page-head.tsx";

/** A page before a book is open. Where data must not or cannot be entered, it says why and what to do instead. */
export function DoorPage({
  title,
  sub,
  back,
  dock,
  children,
}: {
  title: string;
  sub?: ReactNode;
  back?: Back | undefined;
  dock?: ReactNode;
  children: ReactNode;
}) {
  const t = useText("auth");
  useDocumentTitle(title);
  const environment = useMemo(() => readEnvironment(environmentFacts(window)), []);
  const { lost } = useOpenBook();
  const stop = environment.inApp
    ? "inApp"
    : environment.mustInstallFirst
      ? "install"
      : environment.offlineWork === "no-database"
        ? "noDatabase"
        : null;
  return (
    <AppFrame skipText={t("skip")} dock={stop ? null : dock}>
      <PageHead
        title={stop ? t(`${stop}.title`) : title}
        sub={stop ? null : sub}
        back={stop ? undefined : back}
      />
      {lost > 0 ? <LostNotice /> : null}
      {environment.offlineWork === "insecure-origin" ? (
        <Banner tone="review" icon="warning" title={t("insecure.title")}>
          {t("insecure.text")}
        </Banner>
      ) : null}
      {stop ? <Stop reason={stop} system={environment.system} /> : children}
    </AppFrame>
  );
}

/** A one-time code can be written down; the long token of the set-up link cannot. */
const longestCode = 20;

function Stop({ reason, system }: { reason: "inApp" | "install" | "noDatabase"; system: string }) {
  const t = useText("auth");
  const code = decodeURIComponent(location.hash.slice(1));
  const steps = reason === "install" ? ["install.step1", "install.step2", "install.step3"] : [];
  return (
    <div className="prose">
      <p>{t(`${reason}.text`)}</p>
      {steps.length > 0 ? (
        <ol>
          {steps.map((step) => (
            <li key={step}>{t(step)}</li>
          ))}
        </ol>
      ) : null}
      {reason !== "noDatabase" && code !== "" && code.length <= longestCode ? (
        <p>{t("install.code", { code })}</p>
      ) : null}
      {reason === "inApp" ? <WayOut system={system} /> : null}
    </div>
  );
}

/** Out of another app's browser: straight into Chrome on Android, by the address elsewhere. */
function WayOut({ system }: { system: string }) {
  const t = useText("auth");
  const [copied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard?.writeText(location.href).then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <>
      {system === "android" ? (
        <Button
          variant="main"
          size="56"
          full
          icon="external"
          onClick={() => location.assign(openInChrome(location.href))}
        >
          {t("inApp.deed")}
        </Button>
      ) : (
        <p>{t("inApp.ios")}</p>
      )}
      <p className="address">{location.href}</p>
      <Button full onClick={copy}>
        {t("inApp.copy")}
      </Button>
      <p role="status">{copied ? t("inApp.copied") : null}</p>
    </>
  );
}

function LostNotice() {
  const t = useText("shell");
  const { lost, forgetLost } = useOpenBook();
  return (
    <Banner
      tone="review"
      icon="review"
      title={t("lost.title", { count: lost })}
      action={<Button onClick={() => void forgetLost()}>{t("lost.deed")}</Button>}
    >
      {t("lost.text")}
    </Banner>
  );
}
