-- The hold that the payment's order was made of, as orders said: what is told of the purchase in logs goes by it.
alter table payment add column hold_id uuid;
