-- Questions that may outlive their request (任务), and their part at each centre. Question, results and signed result are sealed.
create table job (
  id text primary key,
  caller text not null,
  -- Keyed hash of the caller's idempotency key; null: it gave none.
  key_hash text,
  question_digest text not null,
  question blob not null,
  may_wait integer not null,
  callback text,
  -- The batch it came in, and its place there.
  batch text,
  place integer,
  created_at bigint not null,
  wait_until bigint not null,
  -- Rises with every change of a part, so that whoever watches knows what is new.
  revision bigint not null,
  cancelled_at bigint,
  ended_at bigint,
  signed blob
) without rowid;

create unique index job_key on job (caller, key_hash);
create index job_batch on job (batch);
create index job_ended on job (ended_at);

create table job_part (
  job text not null,
  centre text not null,
  place integer not null,
  caller text not null,
  state text not null,
  attempts integer not null,
  due_at bigint not null,
  -- Who asks at the moment, and until when it is left alone: then another may take over.
  owner text,
  leased_until bigint,
  exchange_id text,
  revision bigint not null,
  result blob,
  primary key (job, centre)
) without rowid;

create index job_part_due on job_part (state, due_at);
create index job_part_waiting on job_part (state, centre);
