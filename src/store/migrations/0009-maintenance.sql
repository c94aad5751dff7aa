-- That the member is being worked on (维护): one row while it is. All who share the store follow.
create table maintenance (
  id bigint primary key,
  message_zh text not null,
  message_en text not null,
  since bigint not null,
  until bigint
) without rowid;
