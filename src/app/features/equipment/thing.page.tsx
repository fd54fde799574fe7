import { useCommand } from "../../use-command.ts";
import "./equipment.css";
import { useParams, useSearchParams } from "react-router";
import { warrantyOf } from "#domain/org/equipment-warranty.ts";
import { mayDo } from "#domain/rights.ts";
import { useHand } from "../../book/deed.ts";
import { useNames } from "../../book/names.ts";
import { RecordPage, SaveDock } from "../../book/record-page.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { RowState } from "../../book/row-state.tsx";
import { RecordConflicts } from "../../conflicts/record-conflicts.tsx";
import { RecordHistory } from "../../history/record-history.tsx";
import { formatDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useNow } from "../../logbook-context.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button, LinkButton, TextLink } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { Facts } from "../../ui/facts.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { retireThing } from "./commands.ts";
import { EquipmentList } from "./equipment-list.tsx";
import { ThingEdit } from "./thing-edit.tsx";
import { ThingPast } from "./thing-past.tsx";
import { sortWord, ThingMarks } from "./thing-words.tsx";
import { type Thing, thingsNamed, useThings } from "./use-things.ts";

/** What the label on a thing opens: where it belongs, its warranty, what befell it, and the way to report a fault. */
export default function ThingPage() {
  const { ma = "" } = useParams();
  const [search] = useSearchParams();
  const me = useMe();
  const things = useThings();
  const named = things && thingsNamed(things, ma);
  const thing = named?.[0];
  const mayEdit = mayDo(me.rights, "equipment", "edit");
  const edits = mayEdit && search.get("sua") === "1";
  const mayReport = mayDo(me.rights, "incident", "create") && thing?.body.retiredOn === undefined;
  return (
    <RecordPage
      texts="equipment"
      row={things ? (thing?.row ?? null) : undefined}
      title={thing?.body.name}
      backTo="/thiet-bi"
      list={<EquipmentList current={thing?.id} />}
      dock={thing ? <ThingDock {...{ thing, edits, mayReport }} /> : null}
    >
      {() =>
        thing && things && edits ? (
          <ThingEdit key={thing.id} thing={thing} things={things} />
        ) : thing ? (
          <ThingRecord key={thing.id} thing={thing} twins={named?.slice(1) ?? []} mayEdit={mayEdit} />
        ) : null
      }
    </RecordPage>
  );
}

function ThingDock({ thing, edits, mayReport }: { thing: Thing; edits: boolean; mayReport: boolean }) {
  const t = useText("equipment");
  if (edits) return <SaveDock form="thing-edit">{t("save")}</SaveDock>;
  if (!mayReport) return null;
  return (
    <Dock>
      <LinkButton
        variant="main"
        size="56"
        full
        icon="incident"
        to={`/su-co/moi?thiet-bi=${encodeURIComponent(thing.id)}`}
      >
        {t("report")}
      </LinkButton>
    </Dock>
  );
}

function ThingRecord({ thing, twins, mayEdit }: { thing: Thing; twins: readonly Thing[]; mayEdit: boolean }) {
  const t = useText("equipment");
  const { day: today } = useNow();
  const { id, body, row } = thing;
  return (
    <>
      <PageHead title={body.name} sub={body.code} back={{ label: t("common:back"), to: "/thiet-bi" }} />
      <div className="block">
        <RowState row={row} size="box" />
        <ThingMarks thing={thing} today={today} />
      </div>
      {twins.length > 0 ? (
        <Banner icon="warning" tone="review" title={t("twins", { code: body.code })}>
          {twins.map((twin) => (
            <TextLink key={twin.id} to={`/thiet-bi/${encodeURIComponent(twin.id)}`}>
              {[twin.body.name, twin.body.place].filter(Boolean).join(" · ")}
            </TextLink>
          ))}
        </Banner>
      ) : null}
      <RecordConflicts record={id} />
      <ThingFacts thing={thing} today={today} />
      {mayEdit ? <ThingDeeds thing={thing} today={today} /> : null}
      <ThingPast id={id} today={today} />
      <div className="block">
        <RecordHistory record={id} />
      </div>
    </>
  );
}

function ThingFacts({ thing, today }: { thing: Thing; today: string }) {
  const t = useText("equipment");
  const names = useNames();
  const { body } = thing;
  const warranty = warrantyOf(body, today);
  const facts: readonly [string, string | undefined][] = [
    ["place", [body.place, names.site(body.site)].filter(Boolean).join(" · ")],
    ["sort", body.sort && sortWord(t, body.sort)],
    ["serial", body.serial],
    ["supplier", body.supplier],
    ["boughtOn", body.boughtOn && formatDay(body.boughtOn)],
    [
      "warrantyUntil",
      body.warrantyUntil &&
        `${formatDay(body.warrantyUntil)} (${t(`warranty.${warranty.state}`, { count: warranty.left })})`,
    ],
    ["owner", body.owner && (names.unit(body.owner) ?? "")],
    ["note", body.note],
  ];
  return (
    <Facts items={facts.flatMap(([field, value]) => (value ? [{ term: t(`field.${field}`), value }] : []))} />
  );
}

function ThingDeeds({ thing, today }: { thing: Thing; today: string }) {
  const t = useText("equipment");
  const hand = useHand();
  const command = useCommand();
  const { id, body } = thing;
  const path = encodeURIComponent(id);
  const isRetired = body.retiredOn !== undefined;
  return (
    <div className="block thing-deeds">
      <RefusalBanner refusal={command.refusal} />
      <LinkButton icon="edit" full to={`/thiet-bi/${path}?sua=1`}>
        {t("edit")}
      </LinkButton>
      <LinkButton icon="qr" full to={`/thiet-bi/nhan?chon=${path}`}>
        {t("labels.one")}
      </LinkButton>
      <Button
        icon={isRetired ? "undo" : "off"}
        full
        onClick={() => void command.run(() => retireThing(hand, id, isRetired ? null : today))}
      >
        {t(isRetired ? "useAgain" : "retire")}
      </Button>
    </div>
  );
}
