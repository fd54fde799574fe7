import "./morning.css";
import { pictureHeight, pictureWidth } from "../../book/morning/morning-picture.ts";
import { type MorningSend, useMorningSend } from "../../book/morning/use-morning-send.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { Button } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";

/** *Tờ sáng* before it goes to the group: the picture as the others will see it, and the text beside it. */
export default function MorningPage() {
  const t = useText("morning");
  const me = useMe();
  const morning = useMorningSend();
  const maySee = me.has("centre", "leader", "coordinator", "responder", "admin");
  const isEmpty = !maySee || (morning?.words.lines.length === 0 && morning.words.ok === null);
  return (
    <Screen
      title={t("title")}
      form
      dock={
        morning && !isEmpty ? (
          <Dock>
            <Button variant="main" size="56" full icon="share" onClick={morning.send}>
              {t(morning.sentAt === null ? "send" : "sendAgain")}
            </Button>
          </Dock>
        ) : null
      }
    >
      <PageHead title={t("title")} sub={morning?.words.moment} back={{ label: t("common:back"), to: "/" }} />
      {isEmpty ? <EmptyState fact={t("empty.fact")} todo={t("empty.todo")} /> : null}
      {morning && !isEmpty ? <Preview morning={morning} /> : null}
    </Screen>
  );
}

function Preview({ morning }: { morning: MorningSend }) {
  const t = useText("morning");
  return (
    <div className="morning block">
      {morning.picture ? (
        <img
          className="morning-picture"
          src={morning.picture}
          width={pictureWidth}
          height={pictureHeight}
          alt={t("picture", { text: morning.text })}
        />
      ) : (
        <div className="morning-picture" aria-hidden="true" />
      )}
      <div className="morning-words">
        {morning.said ? <p role="status">{morning.said}</p> : null}
        <h2>{t("textTitle")}</h2>
        <p className="morning-text">{morning.text}</p>
        <div className="morning-deeds">
          <Button full icon="report" onClick={morning.copy}>
            {t("copy")}
          </Button>
          <Button full icon="download" onClick={morning.save}>
            {t("save")}
          </Button>
        </div>
      </div>
    </div>
  );
}
