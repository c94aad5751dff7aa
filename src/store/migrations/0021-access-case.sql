-- Whether somebody has looked at a case today is looked up at every look.
create index console_access_case on console_access (case_id, staff, at);
