import "./templates.css";
import {
  isStandard,
  type OwnableThing,
  ownableThings,
  ownedIn,
  withOwned,
} from "#domain/checks/owned-things.ts";
import { changesBetween, draftOf } from "#domain/checks/template-draft.ts";
import { useHand } from "../../../book/deed.ts";
import { useFormDraft } from "../../../book/form-draft.ts";
import { SaveDock } from "../../../book/record-page.tsx";
import { RefusalBanner } from "../../../book/refusal-banner.tsx";
import { useText } from "../../../i18n/i18n.ts";
import { Screen } from "../../../shell/screen.tsx";
import { Banner } from "../../../ui/banner.tsx";
import { MultiChoice } from "../../../ui/choices.tsx";
import { FormBody } from "../../../ui/form-body.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { EmptyState } from "../../../ui/plain-states.tsx";
import { changeWords } from "./change-words.ts";
import { publishVersion } from "./template-commands.ts";
import { type TemplateBook, useTemplates } from "./use-templates.ts";

/** What the centre has decides what its check asks after: published as the next version by one press. */
export default function OwnedPage() {
  const t = useText("owned");
  const books = useTemplates();
  const book =
    books?.find((one) => one.sites.length > 0 && isStandard(one.inForce)) ??
    books?.find((one) => isStandard(one.inForce));
  if (book) return <Owned key={book.id} book={book} />;
  return (
    <Screen title={t("title")} form>
      <PageHead title={t("title")} back={{ label: t("common:back"), to: "/quan-tri/mau" }} />
      {books ? <EmptyState fact={t("none")} todo={t("noneTodo")} /> : null}
    </Screen>
  );
}

function Owned({ book }: { book: TemplateBook }) {
  const t = useText("owned");
  const { form, owned, changes, total, save } = useOwned(book);
  return (
    <Screen title={t("title")} form dock={<SaveDock form="owned-form">{t("deed")}</SaveDock>}>
      <PageHead title={t("title")} sub={t("sub")} back={{ label: t("common:back"), to: "/quan-tri/mau" }} />
      {form.isReady ? (
        <FormBody id="owned-form" label={t("title")} onSubmit={save}>
          <RefusalBanner refusal={form.refusal} />
          <MultiChoice
            name="owned"
            label={t("label")}
            help={t("note")}
            values={owned}
            options={ownableThings.map((value) => ({ value, text: t(`things.${value}`) }))}
            onChange={(next) => form.change({ owned: next })}
          />
          <div role="status">
            <Changes words={changes} total={total} />
          </div>
        </FormBody>
      ) : null}
    </Screen>
  );
}

function Changes({ words, total }: { words: readonly string[]; total: number }) {
  const t = useText("owned");
  if (words.length === 0)
    return (
      <Banner icon="ok" tone="quiet">
        {t("same")}
      </Banner>
    );
  return (
    <Banner icon="edit" title={t("changes", { count: words.length, total })}>
      <ul className="tpl-points">
        {words.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ul>
    </Banner>
  );
}

/** As the version in force has it until something else is chosen. */
function useOwned(book: TemplateBook) {
  const t = useText("owned");
  const hand = useHand();
  const form = useFormDraft<{ owned: readonly OwnableThing[] | null }>(`owned:${book.id}`, () => ({
    owned: null,
  }));
  const before = draftOf(book.inForce);
  const owned = form.value.owned ?? [...ownedIn(before)];
  const after = withOwned(before, new Set(owned));
  const found = changesBetween(before, after);
  const save = () => {
    if (found.length === 0) return form.settle({ owned: null });
    void form.save((kept) => publishVersion(hand, book, after, book.next, kept), {
      next: { owned: null },
      said: t("done", { version: book.next }),
    });
  };
  return {
    form,
    owned,
    total: after.items.length,
    changes: found.map((change) => changeWords(change, t)),
    save,
  };
}
