-- One attempt to take money through a provider. Its id is the provider's idempotency key.
create table payment (
  id uuid primary key,
  order_id uuid not null,
  owner_id uuid not null,
  -- The caller's Idempotency-Key: a retry whose key was forgotten finds its payment again.
  request_key text not null,
  request_id text not null,
  provider text not null,
  -- What stands for the card; forgotten once the bank has decided.
  token text,
  state text not null check (state in ('processing', 'requires_action', 'authorized', 'captured', 'failed', 'voided', 'refunded', 'partially_refunded')),
  -- What orders answered: known before the provider is asked, and never changed.
  amount_minor bigint check (amount_minor >= 0),
  currency text,
  reference text,
  organization_id uuid,
  event_id uuid,
  deadline timestamptz,
  charge_id text,
  next_action_url text,
  decline_code text,
  capture_refusal text,
  -- Something a person must look at, e.g. an amount that is not ours.
  flagged text,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (state in ('processing', 'failed') or amount_minor is not null)
) with (fillfactor = 80);
create unique index payment_request on payment (order_id, owner_id, request_key);
create index payment_flagged on payment (updated_at) where flagged is not null;

-- Every notice a provider sent, once for ever by the provider's own event id, and what came of it.
create table webhook_inbox (
  provider text not null,
  event_id text not null,
  type text not null,
  payment_id uuid,
  body jsonb not null,
  outcome text not null,
  received_at timestamptz not null,
  primary key (provider, event_id)
);

-- The double-entry ledger: debits positive, credits negative, in minor units. A transaction is
-- written by one statement, sums to zero in each currency, and is never changed.
create table ledger_entry (
  txn uuid not null,
  account text not null,
  amount_minor bigint not null check (amount_minor <> 0),
  currency text not null,
  kind text not null check (kind in ('capture', 'refund')),
  payment_id uuid not null,
  organization_id uuid not null,
  booked_at timestamptz not null,
  primary key (txn, account)
);
create index ledger_entry_organization on ledger_entry (organization_id, booked_at);

create function ledger_must_balance() returns trigger language plpgsql as $$
begin
  if exists (select 1 from added group by txn, currency having sum(amount_minor) <> 0) then
    raise exception 'a ledger transaction does not sum to zero' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger ledger_balanced after insert on ledger_entry referencing new table as added for each statement execute function ledger_must_balance();

create function ledger_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger ledger_append_only before update or delete or truncate on ledger_entry for each statement execute function ledger_is_append_only();
