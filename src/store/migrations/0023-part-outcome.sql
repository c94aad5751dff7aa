-- What a centre answered, as a code: an answer that nothing is issued is told apart in lists, which open no sealed results.
alter table job_part add column outcome text;
