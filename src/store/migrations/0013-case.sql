-- Cases of the console (受理): what an officer asked about one person, on one basis. Person, basis and the officer's name are sealed.
create table console_case (
  id text primary key,
  branch text not null,
  -- Staff number of the officer.
  staff text not null,
  -- Keyed hashes: of who asked and the idempotency key, and of what was entered under it.
  key_hash text not null,
  digest text not null,
  -- Keyed hash of the identity number, as in the journal; and of the application number.
  subject text not null,
  application text not null,
  purpose text not null,
  content blob not null,
  created_at bigint not null
) without rowid;

create unique index console_case_key on console_case (key_hash);
create index console_case_made on console_case (created_at);
create index console_case_branch on console_case (branch, created_at);
create index console_case_subject on console_case (subject, branch, created_at);
create index console_case_application on console_case (application, branch, created_at);

-- 1: kept as long as what it belongs to, whatever the jobs' own time is; looked for every hour, among years of them.
alter table job add column kept integer not null default 0;

create index job_kept on job (kept, ended_at);

-- The jobs of a case, in the order in which they were asked.
create table console_ask (
  job text primary key,
  case_id text not null,
  place integer not null
) without rowid;

create index console_ask_case on console_ask (case_id);

-- The newest ask of each centre of a case: what came of that is how the centre stands.
create table console_case_centre (
  case_id text not null,
  centre text not null,
  place integer not null,
  job text not null,
  primary key (case_id, centre)
) without rowid;

create index console_case_centre_job on console_case_centre (job);

-- Up to which moment a branch has seen what came back of what waited.
create table console_seen (
  branch text primary key,
  at bigint not null
) without rowid;

-- Who of ours looked at whose data (查看记录), append-only. Its reason is free text and may hold names: sealed, with the salt of the
-- record's digest in the journal.
create table console_access (
  sequence bigint primary key,
  at bigint not null,
  staff text not null,
  name text not null,
  role text not null,
  branch text not null,
  action text not null,
  case_id text not null,
  centre text not null,
  exchange_id text not null,
  reason blob not null
) without rowid;

create index console_access_branch on console_access (branch, sequence);
