-- A pantry: enough of a service to try the kit on.
create table jar (
  id uuid primary key,
  label text not null,
  spoons int not null check (spoons <= 100)
);
create table tasted (label text primary key, spoons int not null);
