-- Callbacks (回调): what a caller's registered place is told of a job, and how far that came. Nothing in it is of a person.
create table delivery (
  id text primary key,
  caller text not null,
  place text not null,
  event text not null,
  job text not null,
  -- The job's revision then, and the states of its centres: JSON.
  revision bigint not null,
  centres text not null,
  created_at bigint not null,
  state text not null,
  attempts integer not null,
  last_try_at bigint,
  last_failure text,
  due_at bigint not null,
  give_up_at bigint not null,
  -- Who sends it at the moment, and until when nobody else does; 0: nobody.
  owner text,
  claimed_until bigint not null,
  ended_at bigint
) without rowid;

create index delivery_due on delivery (state, caller, place, due_at);
create index delivery_job on delivery (job);
create index delivery_ended on delivery (ended_at);
