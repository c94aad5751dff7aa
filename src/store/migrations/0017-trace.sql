-- The trace of the request that a job came with (W3C Trace Context, as the headers of these names have it), and of what is told of it.
alter table job add column traceparent text;
alter table job add column tracestate text;
alter table delivery add column traceparent text;
alter table delivery add column tracestate text;
