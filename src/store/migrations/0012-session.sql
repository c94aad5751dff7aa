-- People who are signed in to the console, by the SHA-256 of the session's id; who they are and their tokens are sealed.
create table console_session (
  digest text primary key,
  sealed blob not null,
  began_at bigint not null,
  ends_at bigint not null,
  seen_at bigint not null,
  locked bigint not null,
  check_began_at bigint not null,
  checked_at bigint not null
) without rowid;

create index console_session_end on console_session (ends_at);
