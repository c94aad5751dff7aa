-- Peers that an operator keeps disconnected (手动断开). All who share the store follow.
create table peer_hold (
  peer text primary key,
  since bigint not null,
  staff text not null,
  name text not null,
  reason text not null
) without rowid;

-- What breakers did, as each instance saw it, and what operators did to them: `staff` and `name` are theirs then.
create table peer_change (
  id text primary key,
  peer text not null,
  at bigint not null,
  state text not null,
  why text,
  instance text not null,
  staff text,
  name text
) without rowid;

create index peer_change_peer on peer_change (peer, at);

-- Asks by peer, five minutes and how long they took: bucket n ends at 2^(n/4) ms.
create table peer_traffic (
  peer text not null,
  at bigint not null,
  bucket bigint not null,
  asked bigint not null,
  failed bigint not null,
  primary key (peer, at, bucket)
) without rowid;
