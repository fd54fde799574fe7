/** Web Push: whether a commune has turned it on, which devices may be woken, and what they were woken for. */
export const push = {
  number: 6,
  name: "push",
  sql: `
create table push_settings (
  commune text not null primary key references communes (id),
  enabled bigint not null,
  subject text not null,
  public_key text not null,
  private_key text not null,
  changed_at bigint not null,
  changed_by text not null
);

create table push_subscriptions (
  commune text not null references communes (id),
  device text not null references devices (id),
  endpoint text not null,
  p256dh text not null,
  auth text not null,
  created_at bigint not null,
  primary key (commune, device)
);

create table push_told (
  commune text not null references communes (id),
  event text not null,
  at bigint not null,
  primary key (commune, event)
);
`,
} as const;
