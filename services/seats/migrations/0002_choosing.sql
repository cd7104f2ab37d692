alter table inventory
  -- Whether a choice of seats that leaves a single one between others is refused.
  add column orphan_rule text not null default 'off' check (orphan_rule in ('off', 'on')),
  -- Most places of the event one buyer may hold and have bought; null: no such limit.
  add column buyer_places_max int check (buyer_places_max > 0);

-- True for holds of events with such a limit, so that a buyer's are found; other events pay nothing for the index.
alter table hold add column counted boolean not null default false;
create index hold_of_buyer on hold (event_id, owner_id) where counted;
