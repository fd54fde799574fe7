/** Wake-ups that a push service has not taken yet: a server that ends in between goes on with them. */
export const pushWaiting = {
  number: 7,
  name: "push-waiting",
  sql: `
create table push_waiting (
  commune text not null references communes (id),
  event text not null,
  device text not null,
  urgency text not null,
  topic text not null,
  tries bigint not null,
  due_at bigint not null,
  until bigint not null,
  primary key (commune, event)
);
create index push_waiting_due on push_waiting (due_at);
`,
} as const;
