-- When a backup was last made, and when restoring one was last tried beside the store (演练).
create table upkeep (
  kind text primary key,
  at bigint not null,
  holds integer not null,
  entries bigint
) without rowid;
