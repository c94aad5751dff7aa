-- Texts of the configuration that people put in force by the console, and what was there before. Sealed: they name internal addresses.
create table configuration_text (
  id text primary key,
  at bigint not null,
  staff text not null,
  name text not null,
  reason text not null,
  text_digest text not null,
  sealed blob not null
) without rowid;
