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

-- Every directory that was in force here: versions only rise across restarts, and old evidence keeps the list it was made under.
create table directory (
  version bigint primary key,
  token text not null
);
