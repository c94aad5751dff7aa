-- Certificates that this member withdrew after it had issued them (撤销). Reason and salt are sealed; the journal's chain holds the record's digest.
create table withdrawn_certificate (
  number text primary key,
  at bigint not null,
  reason blob not null
) without rowid;

-- Certificates put on paper here: by number and the keyed hash of the verification code, the exchange that the original came with.
create table printed_certificate (
  number text not null,
  code_hash text not null,
  exchange_id text not null,
  printed_at bigint not null,
  primary key (number, code_hash)
) without rowid;
