-- What the first answer on a consent (本人授权) bound it to. Reference, subject and application are keyed hashes.
create table consent (
  issuer text not null,
  reference text not null,
  subject text not null,
  purpose text not null,
  application text not null,
  fields text,
  expires text not null,
  used_up integer not null,
  exchange_id text not null,
  primary key (issuer, reference)
);

-- The newest directory that was in force here, so that versions only rise across restarts. One row.
create table directory (
  name text primary key,
  version bigint not null,
  token text not null
);
