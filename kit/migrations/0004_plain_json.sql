-- What is only ever read back whole need not be taken apart and put together again: json is kept as it was written, where
-- jsonb costs as much as the rest of a batch's statement.
drop function number_outbox(int);
alter table outbox alter column facts type json using facts::json;
alter table idempotency alter column answer type json using answer::json;
-- An answer is kept in the page its key is in, without new index entries.
alter table idempotency set (fillfactor = 50);

-- As it was, but for the type of the facts: what a function gives back cannot be altered.
create function number_outbox(entries_max int) returns table (number bigint, facts json)
language plpgsql as $$
declare
  head bigint;
  numbered bigint;
begin
  -- Asked outside any lock first: an idle relay must not write or wait.
  if not exists (select 1 from outbox where outbox.number is null) then
    return;
  end if;
  select outbox_head.number into strict head from outbox_head for update;
  return query
    with next as materialized (
      select id, row_number() over (order by id) as place
      from outbox where outbox.number is null order by id limit entries_max
    ), told as (
      update outbox set number = head + next.place from next where outbox.id = next.id
      returning outbox.number, outbox.facts
    )
    select told.number, told.facts from told order by told.number;
  get diagnostics numbered = row_count;
  update outbox_head set number = head + numbered;
end $$;
