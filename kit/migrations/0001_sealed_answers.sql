-- Answers that hold secrets are kept encrypted, and for a minute only.
alter table idempotency add column sealed boolean not null default false;
create index idempotency_sealed on idempotency (created_at) where sealed;
