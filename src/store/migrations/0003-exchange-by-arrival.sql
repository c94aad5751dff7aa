-- Exchanges in order of arrival. Their messages are large: in a table without row ids, concluding one moves its neighbours about.
alter table exchange rename to exchange_by_id;

create table exchange (
  issuer text not null,
  id text not null,
  request_digest text not null,
  owner text not null,
  claimed_at bigint not null,
  status integer,
  request blob,
  answer blob,
  primary key (issuer, id)
);

insert into exchange select * from exchange_by_id order by claimed_at;
drop table exchange_by_id;
