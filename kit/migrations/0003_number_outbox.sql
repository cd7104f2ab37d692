-- The relay's pass as one round trip: a function sees, after it waited for the head, what was committed meanwhile.
-- Rows are found by having no number, not by being beyond the last one: a slow transaction with a low id is not skipped.
create function number_outbox(entries_max int) returns table (number bigint, facts jsonb)
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
