-- One row per exchange, ours (issuer = this member) or a peer's. A row without status is claimed or sent, not concluded.
-- With row ids, so that rows stand in order of arrival: their messages are large, and concluding one must not move its neighbours.
create table exchange (
  issuer text not null,
  id text not null,
  request_digest text not null,
  owner text not null,
  claimed_at bigint not null,
  directory_version bigint,
  status integer,
  request blob,
  answer blob,
  primary key (issuer, id)
);

-- Append-only, hash-chained; see docs/protocol.md.
create table journal (
  sequence bigint primary key,
  at bigint not null,
  kind text not null,
  exchange_id text not null,
  issuer text not null,
  audience text not null,
  service text not null,
  purpose text not null,
  basis text not null,
  operator text not null,
  fields text not null,
  subject text not null,
  outcome text not null,
  request_digest text not null,
  answer_digest text not null,
  previous text not null,
  hash text not null
) without rowid;

create index journal_exchange on journal (exchange_id);

-- Certificates that this centre issued: what verification needs, and no facts.
create table certificate (
  number text primary key,
  digest text not null,
  valid_until text not null,
  issuer text not null,
  exchange_id text not null
) without rowid;

-- Running numbers, reserved in blocks: unique, not gapless.
create table running_number (
  name text primary key,
  next bigint not null
) without rowid;
