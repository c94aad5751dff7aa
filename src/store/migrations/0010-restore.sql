-- Each time the store came back from a backup: when, and of which state. Requests from before may have been executed after it.
create table restore (
  at bigint primary key,
  taken_at bigint not null,
  sequence bigint not null,
  hash text not null
) without rowid;
