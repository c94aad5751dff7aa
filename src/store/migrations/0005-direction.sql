-- Whoever asks a centre that it represents asks itself over the wire: the same issuer and id, once asked and once answered.
-- SQLite cannot change a primary key in place. Which way a row went, its journal entries tell.
create table exchange_with_direction (
  direction text not null,
  issuer text not null,
  id text not null,
  request_digest text not null,
  owner text not null,
  claimed_at bigint not null,
  directory_version bigint,
  status integer,
  request blob,
  answer blob,
  provenance blob,
  primary key (issuer, id, direction)
);

insert into exchange_with_direction
select
  case
    when exists (
      select 1 from journal
      where journal.exchange_id = exchange.id and journal.issuer = exchange.issuer and journal.kind = 'asked'
    ) then 'asked'
    else 'answered'
  end,
  issuer, id, request_digest, owner, claimed_at, directory_version, status, request, answer, provenance
from exchange
order by rowid;

drop table exchange;

alter table exchange_with_direction rename to exchange;

-- In whose name a certificate was issued; null: this member's own, from before it could represent others.
alter table certificate add column centre text;
