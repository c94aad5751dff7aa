-- What came of asks, by centre and day in China time: how many, how many got an answer or a signed refusal, and when one last did (0: none).
create table availability (
  centre text not null,
  day text not null,
  asked bigint not null,
  responded bigint not null,
  last_responded_at bigint not null,
  primary key (centre, day)
) without rowid;
