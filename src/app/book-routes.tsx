import { Navigate, Outlet, Route, Routes } from "react-router";
import { readsSome } from "#domain/reads-some.ts";
import { lazyPage } from "./lazy-page.tsx";
import { useMe } from "./logbook-context.tsx";

const CheckList = lazyPage(() => import("./features/checks/check-list.page.tsx"), "runs");
const CheckRun = lazyPage(
  () => import("./features/checks/check-run.page.tsx"),
  "runs",
  "incidents",
  "conflicts",
  "actions",
);
const CheckMonth = lazyPage(() => import("./features/checks/month.page.tsx"), "runs", "month", "paper");
const Morning = lazyPage(() => import("./features/morning/morning.page.tsx"), "morning", "month");
const IncidentList = lazyPage(
  () => import("./features/incidents/incident-list.page.tsx"),
  "incidents",
  "contacts",
);
const IncidentForm = lazyPage(
  () => import("./features/incidents/incident-form.page.tsx"),
  "incidents",
  "contacts",
  "photos",
);
const Outage = lazyPage(() => import("./features/incidents/outage.page.tsx"), "incidents");
const IncidentReport = lazyPage(
  () => import("./features/incidents/incident-report.page.tsx"),
  "incidents",
  "paper",
);
const ContactList = lazyPage(() => import("./features/contacts/contact-list.page.tsx"), "contacts");
const ContactForm = lazyPage(
  () => import("./features/contacts/contact-form.page.tsx"),
  "contacts",
  "conflicts",
  "actions",
);
const Paste = lazyPage(() => import("./features/share/paste.page.tsx"), "share", "incidents", "errors");
const Notices = lazyPage(() => import("./features/notices/notices.page.tsx"), "notices", "errors");
const PushAdmin = lazyPage(() => import("./features/notices/push-admin.page.tsx"), "notices", "errors");
const Incident = lazyPage(
  () => import("./features/incidents/incident.page.tsx"),
  "incidents",
  "contacts",
  "photos",
  "conflicts",
  "actions",
);
const VisitList = lazyPage(() => import("./features/support/visit-list.page.tsx"), "support");
const VisitForm = lazyPage(() => import("./features/support/visit-form.page.tsx"), "support", "contacts");
const Visit = lazyPage(() => import("./features/support/visit.page.tsx"), "support", "conflicts", "actions");
const CallList = lazyPage(
  () => import("./features/calls/call-list.page.tsx"),
  "calls",
  "support",
  "contacts",
);
const Call = lazyPage(
  () => import("./features/calls/call.page.tsx"),
  "calls",
  "support",
  "contacts",
  "conflicts",
  "actions",
);
const KeptList = lazyPage(() => import("./features/kept/kept-list.page.tsx"), "kept", "support");
const TaskList = lazyPage(() => import("./features/tasks/task-list.page.tsx"), "tasks");
const Task = lazyPage(
  () => import("./features/tasks/task.page.tsx"),
  "tasks",
  "contacts",
  "conflicts",
  "actions",
);
const Outbox = lazyPage(
  () => import("./features/outbox/outbox.page.tsx"),
  "outbox",
  "actions",
  "errors",
  "auth",
  "conflicts",
  "support",
  "photos",
);
const Board = lazyPage(() => import("./features/board/board.page.tsx"), "board", "incidents", "month");
const EquipmentList = lazyPage(() => import("./features/equipment/equipment-list.page.tsx"), "equipment");
const ThingForm = lazyPage(() => import("./features/equipment/thing-form.page.tsx"), "equipment", "moment");
const Thing = lazyPage(
  () => import("./features/equipment/thing.page.tsx"),
  "equipment",
  "conflicts",
  "actions",
  "moment",
);
const Labels = lazyPage(() => import("./features/equipment/labels.page.tsx"), "equipment");
const ScenarioList = lazyPage(() => import("./features/scenarios/scenario-list.page.tsx"), "scenarios");
const ScenarioForm = lazyPage(
  () => import("./features/scenarios/scenario-form.page.tsx"),
  "scenarios",
  "incidents",
);
const Scenario = lazyPage(
  () => import("./features/scenarios/scenario.page.tsx"),
  "scenarios",
  "incidents",
  "conflicts",
  "actions",
  "moment",
);
const Roster = lazyPage(
  () => import("./features/roster/roster.page.tsx"),
  "roster",
  "contacts",
  "conflicts",
  "actions",
  "moment",
);
const ShiftsForm = lazyPage(() => import("./features/roster/shifts-form.page.tsx"), "roster", "moment");
const More = lazyPage(() => import("./features/settings/more.page.tsx"), "settings");
const NotYours = lazyPage(() => import("./features/settings/not-yours.page.tsx"), "settings");
const Settings = lazyPage(() => import("./features/settings/settings.page.tsx"), "settings", "contacts");
const Handover = lazyPage(
  () => import("./features/handover/handover.page.tsx"),
  "handover",
  "incidents",
  "paper",
);
/** The guide quotes buttons and places by their key, so that it names none that is not there. */
const quotedByGuide = [
  "admin",
  "auth",
  "checks",
  "incidents",
  "outbox",
  "runs",
  "shell",
  "support",
  "tasks",
  "today",
];
const Guide = lazyPage(() => import("./features/guide/guide.page.tsx"), "guide", ...quotedByGuide);
const Admin = lazyPage(() => import("./features/admin/admin.page.tsx"), "admin", "errors", "org", "start");
const Templates = lazyPage(
  () => import("./features/admin/templates/template-list.page.tsx"),
  "templates",
  "owned",
);
const Owned = lazyPage(() => import("./features/admin/templates/owned.page.tsx"), "owned", "templates");
const TemplateEditor = lazyPage(
  () => import("./features/admin/templates/template-editor.page.tsx"),
  "templates",
  "conflicts",
  "moment",
);
const Sites = lazyPage(() => import("./features/admin/org/sites.page.tsx"), "org", "moment");
const WorkCalendar = lazyPage(() => import("./features/admin/org/calendar.page.tsx"), "org", "moment");
const Units = lazyPage(() => import("./features/admin/org/units.page.tsx"), "org", "moment");
const Villages = lazyPage(() => import("./features/admin/org/villages.page.tsx"), "org", "errors", "moment");
const Import = lazyPage(() => import("./features/admin/import/import.page.tsx"), "import", "errors");
const People = lazyPage(() => import("./features/admin/people.page.tsx"), "admin", "errors");
const Devices = lazyPage(() => import("./features/admin/devices.page.tsx"), "admin", "errors");
const Backups = lazyPage(() => import("./features/admin/backups.page.tsx"), "admin", "operations", "errors");
const Ended = lazyPage(() => import("./features/admin/ended.page.tsx"), "admin", "errors");
const Operations = lazyPage(
  () => import("./features/admin/operations.page.tsx"),
  "operations",
  "admin",
  "actions",
  "errors",
);
const SignOut = lazyPage(() => import("./features/auth/sign-out.page.tsx"), "auth", "errors");

/** Every page of the open book but the first. README lists the addresses for people. */
export default function BookRoutes() {
  return (
    <Routes>
      <Route path="su-co" element={<IncidentList />} />
      <Route path="su-co/:id" element={<Incident />} />
      <Route path="su-co/:id/mat-dich-vu" element={<Outage />} />
      <Route path="su-co/:id/bao-cao" element={<IncidentReport />} />
      <Route path="thong-bao" element={<Notices />} />
      <Route path="ho-tro/:id" element={<Visit />} />
      <Route path="goi-lai/:luot" element={<Call />} />
      <Route path="da-ghi" element={<KeptList />} />
      <Route path="nhiem-vu/:id" element={<Task />} />
      <Route path="cho-gui" element={<Outbox />} />
      <Route path="them" element={<More />} />
      <Route path="cai-dat" element={<Settings />} />
      <Route path="huong-dan" element={<Guide />} />
      <Route path="thiet-bi/:ma" element={<Thing />} />
      <Route path="kich-ban/:id" element={<Scenario />} />
      <Route path="kiem-tra/phieu/*" element={<CheckRun />} />
      <Route element={<Readers of="site" />}>
        <Route path="kiem-tra" element={<CheckList />} />
        <Route path="kiem-tra/hom-nay" element={<CheckRun />} />
        <Route path="kiem-tra/thang" element={<CheckMonth />} />
        <Route path="kiem-tra/thang/:thang" element={<CheckMonth />} />
        <Route path="to-sang" element={<Morning />} />
        <Route path="thiet-bi" element={<EquipmentList />} />
        <Route path="thiet-bi/moi" element={<ThingForm />} />
        <Route path="thiet-bi/nhan" element={<Labels />} />
      </Route>
      <Route element={<Readers of="incidents" />}>
        <Route path="su-co/moi" element={<IncidentForm />} />
        <Route path="su-co/dan-tin" element={<Paste />} />
        <Route path="bang-dieu-hanh" element={<Board />} />
        <Route path="doi-ca" element={<Handover />} />
      </Route>
      <Route element={<Readers of="staff" />}>
        <Route path="danh-ba" element={<ContactList />} />
        <Route path="danh-ba/moi" element={<ContactForm />} />
        <Route path="danh-ba/:id" element={<ContactForm />} />
        <Route path="kich-ban" element={<ScenarioList />} />
        <Route path="kich-ban/moi" element={<ScenarioForm />} />
        <Route path="lich-truc" element={<Roster />} />
        <Route path="lich-truc/them" element={<ShiftsForm />} />
      </Route>
      <Route element={<Readers of="visits" />}>
        <Route path="ho-tro" element={<VisitList />} />
        <Route path="ho-tro/moi" element={<VisitForm />} />
      </Route>
      <Route element={<Readers of="police" />}>
        <Route path="goi-lai" element={<CallList />} />
      </Route>
      <Route element={<Readers of="plans" />}>
        <Route path="nhiem-vu" element={<TaskList />} />
      </Route>
      <Route path="quan-tri" element={<Admin />} />
      <Route element={<AdminOnly />}>
        <Route path="quan-tri/can-bo" element={<People />} />
        <Route path="quan-tri/may" element={<Devices />} />
        <Route path="quan-tri/thong-bao" element={<PushAdmin />} />
        <Route path="quan-tri/sao-luu" element={<Backups />} />
        <Route path="quan-tri/noi-kiem" element={<Sites />} />
        <Route path="quan-tri/lich" element={<WorkCalendar />} />
        <Route path="quan-tri/don-vi" element={<Units />} />
        <Route path="quan-tri/dia-ban" element={<Villages />} />
        <Route path="quan-tri/nhap" element={<Import />} />
        <Route path="quan-tri/mau" element={<Templates />} />
        <Route path="quan-tri/mau/thiet-bi" element={<Owned />} />
        <Route path="quan-tri/mau/:id" element={<TemplateEditor />} />
        <Route path="quan-tri/tu-xoa" element={<Ended />} />
        <Route path="quan-tri/van-hanh" element={<Operations />} />
      </Route>
      <Route path="dang-xuat" element={<SignOut />} />
      <Route path="*" element={<Navigate to="/" replace />} />
    </Routes>
  );
}

/** A list of what one may not read would say that there is nothing. A record's own page says so by itself. */
function Readers({ of }: { of: string }) {
  return readsSome(useMe().roles, of) ? <Outlet /> : <NotYours />;
}

/** Others are told on *Quản trị* itself, and the server is not asked what it would refuse. */
function AdminOnly() {
  return useMe().has("admin") ? <Outlet /> : <Navigate to="/quan-tri" replace />;
}
