-- Access tokens of office clients, by their SHA-256: who can read the store cannot use them.
create table access_token (
  digest text primary key,
  client text not null,
  expires_at bigint not null
) without rowid;

create index access_token_expiry on access_token (expires_at);

-- What was signed to be used once (client assertions, signed authorizations), until it expires by itself.
create table used_authorization (
  issuer text not null,
  id text not null,
  expires_at bigint not null,
  primary key (issuer, id)
) without rowid;

create index used_authorization_expiry on used_authorization (expires_at);

-- Requests by second of the clock, where several instances count together.
create table request_count (
  who text not null,
  second bigint not null,
  requests bigint not null,
  primary key (who, second)
) without rowid;
