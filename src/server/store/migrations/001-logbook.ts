/** The whole of version 1: the log, the rows, what is personal apart, and people's keys to it. */
export const logbook = {
  number: 1,
  name: "logbook",
  sql: `
create table communes (
  id text not null primary key,
  seq bigint not null,
  epoch text not null,
  past_epochs text not null,
  capsule_public text not null,
  capsule_secret text not null,
  created_at bigint not null
);

create table rows (
  commune text not null references communes (id),
  id text not null,
  kind text not null,
  scope text not null,
  seq bigint not null,
  body text not null,
  clocks text not null,
  deleted bigint not null,
  erased bigint not null,
  created_at bigint not null,
  created_by text not null,
  created_device text not null,
  changed_at bigint not null,
  changed_by text not null,
  changed_device text not null,
  received bigint not null,
  about text,
  primary key (commune, id)
);
create index rows_by_scope on rows (commune, scope, seq, id);
create index rows_by_seq on rows (commune, seq, id, scope);
create index rows_by_kind on rows (commune, kind, id);
create index rows_about on rows (commune, about, id) where about is not null;

create table personal_content (
  commune text not null references communes (id),
  holder text not null,
  id text not null,
  content text not null,
  primary key (commune, holder, id)
);

create table ops (
  commune text not null references communes (id),
  device text not null,
  n bigint not null,
  person text not null,
  op text not null,
  outcome text not null,
  seq bigint not null,
  at bigint not null,
  effective bigint not null,
  code text,
  facts text,
  waits_for text,
  redecided_seq bigint,
  primary key (commune, device, n)
);
create index ops_by_time on ops (commune, at, seq);
create index ops_parked on ops (commune, waits_for, seq) where outcome = 'parked';
create index ops_parked_by_seq on ops (commune, seq, n, device) where outcome = 'parked';
create index ops_redecided on ops (commune, device, redecided_seq) where redecided_seq is not null;

create table op_records (
  commune text not null references communes (id),
  record text not null,
  seq bigint not null,
  device text not null,
  n bigint not null,
  primary key (commune, record, seq, device, n)
);

create table held_ranges (
  commune text not null references communes (id),
  device text not null,
  from_n bigint not null,
  to_n bigint not null,
  primary key (commune, device, from_n)
);
create index held_ranges_by_end on held_ranges (commune, device, to_n);

create table exits (
  commune text not null references communes (id),
  scope text not null,
  id text not null,
  seq bigint not null,
  primary key (commune, scope, id)
);
create index exits_by_seq on exits (commune, seq, scope, id);

create table device_states (
  commune text not null references communes (id),
  id text not null,
  person text not null,
  state text not null,
  primary key (commune, id)
);

create table rights (
  commune text not null references communes (id),
  person text not null,
  from_time bigint not null,
  rights text not null,
  primary key (commune, person, from_time)
);

create table case_members (
  commune text not null references communes (id),
  case_id text not null,
  person text not null,
  primary key (commune, case_id, person)
);
create index case_members_by_person on case_members (commune, person, case_id);

create table erasures (
  commune text not null references communes (id),
  id text not null,
  at bigint not null,
  by_person text not null,
  primary key (commune, id)
);

create table accounts (
  commune text not null references communes (id),
  account text not null,
  person text not null,
  password_hash text,
  failures bigint not null,
  wait_until bigint not null,
  primary key (commune, account)
);
create unique index accounts_by_person on accounts (commune, person);

create table devices (
  id text not null primary key,
  commune text not null references communes (id),
  person text not null,
  name text not null,
  letter text not null,
  public_key text,
  created_at bigint not null,
  revoked_at bigint,
  lost bigint not null
);
create unique index devices_by_letter on devices (commune, letter);

create table sessions (
  token_hash text not null primary key,
  device text not null references devices (id),
  expires_at bigint not null
);
create index sessions_by_device on sessions (device);

create table one_time_codes (
  code_hash text not null primary key,
  commune text not null references communes (id),
  person text not null,
  expires_at bigint not null,
  used_at bigint
);
create index one_time_codes_by_person on one_time_codes (commune, person);

create table setup_links (
  token_hash text not null primary key,
  commune text references communes (id),
  created_at bigint not null,
  used_at bigint
);

create table quarantine (
  commune text not null references communes (id),
  device text not null,
  hash text not null,
  bytes text not null,
  at bigint not null,
  primary key (commune, device, hash)
);
`,
} as const;
