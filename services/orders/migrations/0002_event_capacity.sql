-- Places an event has for sale, counted from what seats tells.
create table event_capacity (event_id uuid primary key, places int not null);
