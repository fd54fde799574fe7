import { useState } from "react";
import { useNavigate } from "react-router";
import { lockProfile, signOut } from "#client/sessions.ts";
import { accept } from "#kernel/result.ts";
import { exportedWords, shareUnsent } from "../../capsule-file.ts";
import { useText } from "../../i18n/i18n.ts";
import { useDesk, useLogbook } from "../../logbook-context.tsx";
import { useOpenBook } from "../../open-book.tsx";
import { problemWords } from "../../problem-words.ts";
import { Screen } from "../../shell/screen.tsx";
import { unsentOf } from "../../shell/status.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { useCommand } from "../../use-command.ts";

/** Leaving: with nothing unsent the book goes away; else send first, export, or lock and keep. Nothing is thrown away. */
export default function SignOutPage() {
  const t = useText("auth");
  const { unsent, dead, busy, message, send, exportFile, lock, leave } = useLeaving();
  const kept = unsent + dead;
  return (
    <Screen title={t("signOut.title")} form>
      <PageHead title={t("signOut.title")} back={{ label: t("common:back"), to: "/them" }} />
      <Banner
        icon={kept > 0 ? "saved" : "received"}
        tone={kept > 0 ? "unsent" : "all-in"}
        title={kept > 0 ? t("signOut.left", { count: kept }) : t("signOut.nothingLeft")}
      >
        {kept > 0 ? t("signOut.leftText") : t("signOut.nothingLeftText")}
      </Banner>
      <div className="prose" role="status">
        {message ? <p>{message}</p> : null}
      </div>
      <div className="deeds">
        {kept > 0 ? (
          <>
            <Button
              variant="main"
              size="56"
              full
              icon="sending"
              disabled={busy || unsent === 0}
              onClick={send}
            >
              {t("signOut.send")}
            </Button>
            <Button size="56" full icon="download" disabled={busy || unsent === 0} onClick={exportFile}>
              {t("signOut.export")}
            </Button>
            <Button size="56" full icon="lock" disabled={busy} onClick={lock} note={t("signOut.lockNote")}>
              {t("signOut.lock")}
            </Button>
          </>
        ) : (
          <Button variant="main" size="56" full icon="logout" disabled={busy} onClick={leave}>
            {t("signOut.deed")}
          </Button>
        )}
      </div>
    </Screen>
  );
}

function useLeaving() {
  const t = useText("auth");
  const logbook = useLogbook();
  const desk = useDesk();
  const book = useOpenBook();
  const navigate = useNavigate();
  const command = useCommand("nothing");
  const [told, setTold] = useState<string>();
  const [asked, setAsked] = useState(false);
  const unsent = desk ? unsentOf(desk) : 0;
  const dead = desk?.dead.length ?? 0;
  // What is sent later, by the worker or another tab, counts as well.
  const sendingEnd = (left: number) => (left > 0 ? t("signOut.notSent", { count: left }) : t("signOut.sent"));
  const gone = async () => {
    book.leave();
    await navigate("/nguoi-dung", { replace: true });
  };
  return {
    ...{ unsent, dead, busy: command.busy },
    message: command.refusal
      ? problemWords(command.refusal)
      : (told ?? (asked && !command.busy ? sendingEnd(unsent) : undefined)),
    send: () =>
      void command.run(async () => {
        setTold(undefined);
        await logbook.sendNow();
        setAsked(true);
        return accept(undefined);
      }),
    exportFile: () =>
      void command.run(async () => {
        const made = await shareUnsent(logbook);
        if (made.ok) setTold(exportedWords(made.value));
        return made;
      }),
    lock: () =>
      void command.run(async () => {
        await lockProfile(logbook.profile);
        await gone();
        return accept(undefined);
      }),
    // The book is put away first: no screen may look into a database that is being removed.
    leave: () =>
      void command.run(async () => {
        await gone();
        await signOut(logbook.profile, book.host.marks);
        return accept(undefined);
      }),
  };
}
