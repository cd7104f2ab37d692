-- A payment is written four times within a second. As long as no index names what changes, and its page has room, that
-- costs no new index entries.
drop index payment_flagged;
create index payment_flagged on payment (created_at) where flagged is not null;
alter table payment set (fillfactor = 50);
