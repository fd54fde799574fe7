import "./admin.css";
import { firstSteps } from "#domain/org/first-steps.ts";
import { useFirstSteps } from "../../book/start/use-first-steps.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { EraseSection } from "./erase-section.tsx";
import { OrgDoors } from "./org-doors.tsx";

/** The first steps, once hidden, can be had again until they are all done. */
function StepsAgain() {
  const t = useText("start");
  const steps = useFirstSteps();
  if (!steps?.isHidden || steps.left.length === 0) return null;
  return (
    <div className="section-deeds">
      <Button full onClick={steps.show}>
        {t("show", { done: steps.done.length, count: firstSteps.length })}
      </Button>
    </div>
  );
}

/** *Quản trị*: people, devices, backups, which need the server and say so; then the commune's own lists. */
export default function AdminPage() {
  const t = useText("admin");
  const me = useMe();
  if (!me.has("admin")) {
    return (
      <Screen title={t("title")}>
        <PageHead title={t("title")} />
        <EmptyState fact={t("notYours.fact")} todo={t("notYours.todo")} />
      </Screen>
    );
  }
  return (
    <Screen title={t("title")}>
      <PageHead title={t("title")} sub={t("sub")} />
      <div className="deeds">
        <LinkButton to="/quan-tri/can-bo" icon="people" size="56" full note={t("people.note")}>
          {t("people.title")}
        </LinkButton>
        <LinkButton to="/quan-tri/may" icon="device" size="56" full note={t("devices.note")}>
          {t("devices.title")}
        </LinkButton>
        <LinkButton to="/quan-tri/sao-luu" icon="backup" size="56" full note={t("backups.note")}>
          {t("backups.title")}
        </LinkButton>
        <LinkButton to="/quan-tri/thong-bao" icon="bell" size="56" full note={t("push.note")}>
          {t("push.title")}
        </LinkButton>
        <LinkButton to="/quan-tri/tu-xoa" icon="clock" size="56" full note={t("ended.note")}>
          {t("ended.title")}
        </LinkButton>
        <LinkButton to="/quan-tri/van-hanh" icon="review" size="56" full note={t("watch.note")}>
          {t("watch.title")}
        </LinkButton>
      </div>
      <StepsAgain />
      <OrgDoors />
      <EraseSection />
    </Screen>
  );
}
