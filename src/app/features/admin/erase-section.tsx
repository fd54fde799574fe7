import { useState } from "react";
import { useText } from "../../i18n/i18n.ts";
import { problemWords } from "../../problem-words.ts";
import { Button } from "../../ui/button.tsx";
import { Disclosure } from "../../ui/disclosure.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { Dialog } from "../../ui/sheet.tsx";
import { useCommand } from "../../use-command.ts";
import { useAdminApi } from "./use-admin.tsx";

/** Erases the personal content of one record for ever, at a resident's request. */
export function EraseSection() {
  const t = useText("admin");
  const api = useAdminApi();
  const command = useCommand("nothing");
  const [record, setRecord] = useState("");
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState(false);
  const id = recordIn(record);
  const erase = async () => {
    setAsking(false);
    const erased = await command.run(() => api.erase(id));
    setDone(erased !== null);
    if (erased !== null) setRecord("");
  };
  return (
    <Disclosure title={t("erase.title")}>
      <div className="form">
        <p>{t("erase.text")}</p>
        <Field
          id="muc-xoa"
          label={t("erase.record")}
          help={t("erase.help")}
          error={command.refusal ? problemWords(command.refusal) : undefined}
        >
          <TextInput value={record} onChange={setRecord} autoComplete="off" />
        </Field>
        <Button variant="danger" icon="trash" onClick={() => setAsking(id !== "")} disabled={command.busy}>
          {t("erase.deed")}
        </Button>
        <p role="status">{done ? t("erase.done") : null}</p>
      </div>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("erase.ask")}
        footer={
          <div className="deeds">
            <Button full onClick={() => setAsking(false)}>
              {t("common:keep")}
            </Button>
            <Button variant="danger" full onClick={() => void erase()}>
              {t("erase.deed")}
            </Button>
          </div>
        }
      >
        <p>{t("erase.askText")}</p>
      </Dialog>
    </Disclosure>
  );
}

/** The record of an address such as `…/ho-tro/0abc`, or the code itself. */
function recordIn(typed: string): string {
  const path = typed.trim().replace(/^https?:\/\/[^/]+/, "");
  const page = /^\/(?:ho-tro|goi-lai|su-co|nhiem-vu|kiem-tra\/phieu)\/(.+)$/.exec(path);
  return decodeURIComponent(page?.[1] ?? path);
}
