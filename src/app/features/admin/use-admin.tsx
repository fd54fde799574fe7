import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import type { Refusal, Result } from "#kernel/result.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLogbook } from "../../logbook-context.tsx";
import { problemWords } from "../../problem-words.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { type AdminApi, adminApi } from "./admin-api.ts";

export function useAdminApi(): AdminApi {
  const { profile } = useLogbook();
  return useMemo(() => adminApi(profile.device), [profile.device]);
}

export interface Asked<T> {
  readonly value: T | null;
  readonly refusal: Refusal | null;
  readonly reload: () => void;
  readonly put: (value: T) => void;
}

/** A list that lives on the server: asked when the page opens and after every change. */
export function useAsked<T>(question: (api: AdminApi) => Promise<Result<T>>): Asked<T> {
  const api = useAdminApi();
  const [state, setState] = useState<{ value: T | null; refusal: Refusal | null }>({
    value: null,
    refusal: null,
  });
  const [round, setRound] = useState(0);
  const [ask] = useState(() => question);
  useEffect(() => {
    let current = round >= 0;
    void ask(api).then((answer) => {
      if (!current) return;
      if (answer.ok) setState({ value: answer.value, refusal: null });
      else setState((now) => ({ ...now, refusal: answer.refusal }));
    });
    return () => {
      current = false;
    };
  }, [api, ask, round]);
  const reload = useCallback(() => setRound((now) => now + 1), []);
  const put = useCallback((value: T) => setState({ value, refusal: null }), []);
  return { ...state, reload, put };
}

/** Why the server did not do what was asked. */
export function NotDone({ refusal }: { refusal: Refusal | null }): ReactNode {
  const t = useText("admin");
  if (!refusal) return null;
  return (
    <div role="alert">
      <Banner tone="bad" icon="bad-filled" title={t("notDone")}>
        {problemWords(refusal)}
      </Banner>
    </div>
  );
}

/** Why the server's list is not here, with the way to ask again. */
export function AskedProblem({ asked }: { asked: Pick<Asked<unknown>, "refusal" | "reload"> }): ReactNode {
  const t = useText("admin");
  if (!asked.refusal) return null;
  return (
    <Banner
      icon="no-network"
      title={t("needsServer")}
      action={<Button onClick={asked.reload}>{t("askAgain")}</Button>}
    >
      {problemWords(asked.refusal)}
    </Banner>
  );
}
