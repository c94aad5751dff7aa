-- Which key the store is sealed with: a keyed hash of a constant, which tells one key from another and nothing of either.
create table key_mark (
  name text primary key,
  mark text not null
) without rowid;
