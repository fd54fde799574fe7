import { useEffect, useMemo, useState } from "react";
import { useText } from "../../i18n/i18n.ts";
import { useCommuneName, useNow } from "../../logbook-context.tsx";
import { announce } from "../../ui/live-region.tsx";
import { useSilent } from "../checks/use-silent.ts";
import { useNames } from "../names.ts";
import { useRemembered } from "../remembered.ts";
import { morningPicture } from "./morning-picture.ts";
import { type MorningWords, morningText, morningWords } from "./morning-words.ts";
import { savePicture, sendMorning } from "./send-morning.ts";
import { useMorning } from "./use-morning.ts";

export interface MorningSend {
  readonly words: MorningWords;
  readonly text: string;
  /** Address of the drawn picture; null while it is drawn, or where the browser draws none. */
  readonly picture: string | null;
  /** When this device sent the sheet of this day, Unix ms. */
  readonly sentAt: number | null;
  /** What the last press came to, in words. */
  readonly said: string;
  readonly send: () => void;
  readonly copy: () => void;
  readonly save: () => void;
}

/** *Tờ sáng* of today, ready to go at one tap: drawn when it is shown, from this device alone. */
export function useMorningSend(): MorningSend | undefined {
  const t = useText("morning");
  const { now, day } = useNow();
  const names = useNames();
  const { name: commune } = useCommuneName();
  const sheet = useMorning(day);
  const missing = useSilent({ sort: "morning" })?.count ?? null;
  const [sent, keep] = useRemembered<{ day: string; at: number }>("morning", { day: "", at: 0 });
  const [said, setSaid] = useState("");
  const words = useMemo(
    () =>
      sheet && names.isReady
        ? morningWords(t, { sheet, day, now, commune, missing, person: names.person, phone: names.phone })
        : undefined,
    [t, sheet, day, now, commune, missing, names],
  );
  const drawn = useDrawn(words);
  if (!words) return undefined;
  const text = morningText(words);
  const file = `to-sang-${day}.png`;
  const tell = (key: string) => {
    setSaid(t(key));
    announce(t(key));
  };
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => tell("copied"),
      () => tell("failed"),
    );
  const send = async () => {
    if (!drawn) return copy();
    const outcome = await sendMorning(drawn.blob, text, words.title, file);
    if (outcome === "closed") return;
    keep({ day, at: now });
    tell(outcome === "shared" ? "copiedToo" : "saved");
  };
  return {
    words,
    text,
    said,
    picture: drawn?.url ?? null,
    sentAt: sent.day === day ? sent.at : null,
    send: () => void send().catch(() => tell("failed")),
    copy,
    save: () => {
      if (drawn) savePicture(drawn.blob, file);
    },
  };
}

interface Drawn {
  readonly blob: Blob;
  readonly url: string;
}

/** The picture of these words, drawn anew when they change; its address is given back afterwards. */
function useDrawn(words: MorningWords | undefined): Drawn | null {
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const content = JSON.stringify(words);
  useEffect(() => {
    if (content === undefined) return;
    let isWanted = true;
    let url: string | null = null;
    void morningPicture(JSON.parse(content) as MorningWords).then(
      (blob) => {
        if (!isWanted) return;
        url = URL.createObjectURL(blob);
        setDrawn({ blob, url });
      },
      () => isWanted && setDrawn(null),
    );
    return () => {
      isWanted = false;
      if (url) URL.revokeObjectURL(url);
    };
  }, [content]);
  return drawn;
}
