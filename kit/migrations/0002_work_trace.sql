-- Who made the work necessary: its log lines are told under that request and its trace.
alter table work add column request_id text, add column trace_id text;
