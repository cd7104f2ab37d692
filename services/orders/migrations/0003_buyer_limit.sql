-- Most tickets of the event one buyer may have, all orders together; null: no such limit.
alter table event_summary add column tickets_per_buyer_max int;

-- By whom an address is read: case does not matter, nor what follows a plus sign before the @.
create function buyer_key(email text) returns text language sql immutable as $$
  select regexp_replace(lower(email), '\+[^@]*@', '@')
$$;

-- Set for orders of events with such a limit, so that a buyer's are found; other events pay nothing for the index.
alter table orders add column buyer_key text;
create index orders_of_buyer on orders (event_id, buyer_key) where buyer_key is not null;
