import type { Dialect } from "../dialect.ts";

/**
 * Scopes by module (`domain/scope.ts`): each record goes to where today's rules put it, and what hangs under one goes along.
 * No seq moves and nobody is told of an exit: none of the new names was known to any device, so each reads them anew.
 */
export const scopes = {
  number: 9,
  name: "scopes",
  sql: ({ jsonText, classOf }: Dialect) => {
    const text = (key: string) => `(${jsonText("body", key)})`;
    const above =
      "(select holder.scope from rows as holder where holder.commune = rows.commune and holder.id = rows.about)";
    const hasAbove =
      "exists (select 1 from rows as holder where holder.commune = rows.commune and holder.id = rows.about)";
    return `
update rows set scope = 'org' where kind in ('commune', 'unit', 'village', 'site', 'calendarMark');
update rows set scope = 'staff'
where kind in ('person', 'checkTemplate', 'checkTemplateVersion', 'contact', 'scenario', 'drill', 'shift');
update rows set scope = 'site:' || coalesce(${text("site")}, 'commune')
where kind in ('equipment', 'checkRun', 'closedDay');
update rows set scope = 'incidents:' || coalesce(${text("site")}, 'commune') where kind = 'quietDay';
update rows set scope = 'visits:' || coalesce(${text("village")}, 'counter') where kind = 'supportVisit';
update rows set scope =
  case when coalesce(${text("level")}, '') in ('province', 'vendor', 'owner') then 'escalated:' else 'incidents:' end
  || coalesce(${text("village")}, ${text("site")}, 'commune')
where kind = 'incident' and scope not like 'case:%';
update rows set scope = 'plans:' || id where kind = 'plan';
update rows set scope = 'plans:' || ${text("plan")} where kind = 'task';
update rows set scope = ${above}
where kind in ('incidentEntry', 'photo', 'progressUpdate') and about is not null and ${hasAbove};
update rows set
  body = replace(body, '"scope":"' || scope || '"', '"scope":"' || ${above} || '"'),
  scope = ${above}
where kind = 'conflict' and about is not null and ${hasAbove};

create index if not exists rows_by_class on rows (commune, ${classOf("scope")}, seq, id) where deleted = 0;
`;
  },
} as const;
