-- For one PostgreSQL that holds many provinces: the log and its index in 16 parts by commune. Run by whoever looks after
-- the database, once, while no server is running; with content in it each table is copied once. See ../SCALE.md.
begin;
do $$
declare
  name text;
begin
  foreach name in array array['ops', 'op_records'] loop
    execute format('alter table %I rename to %I', name, name || '_whole');
    execute format('create table %I (like %I including defaults) partition by hash (commune)', name, name || '_whole');
    for part in 0..15 loop
      execute format('create table %I partition of %I for values with (modulus 16, remainder %s)',
        name || '_' || part, name, part);
    end loop;
    execute format('insert into %I select * from %I', name, name || '_whole');
    execute format('drop table %I', name || '_whole');
    execute format('alter table %I add foreign key (commune) references communes (id)', name);
  end loop;
end
$$;
alter table ops add primary key (commune, device, n);
create index ops_by_time on ops (commune, at, seq);
create index ops_parked on ops (commune, waits_for, seq) where outcome = 'parked';
create index ops_parked_by_seq on ops (commune, seq, n, device) where outcome = 'parked';
create index ops_redecided on ops (commune, device, redecided_seq) where redecided_seq is not null;
alter table op_records add primary key (commune, record, seq, device, n);
commit;
