-- When each process that writes peers' history gave its last sign of life: a timeline of one that has ended ends there.
create table instance_life (
  instance text primary key,
  seen_at bigint not null
) without rowid;
