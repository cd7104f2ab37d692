/** One fault for each rule, planted by hand in healthy data: what a bug in the guarded place would leave behind. */
import type { Charge } from '@usher/stand-ins/card/charge';
import type { Databases } from './databases.ts';

/** What there is to spoil. */
export interface Healthy {
  readonly eventId: string;
  /** A fulfilled order of two seats and its payment. */
  readonly orderId: string;
  readonly paymentId: string;
  /** A seat nobody ever held, as a place and by its id. */
  readonly freePlace: number;
  readonly freeSeatId: string;
}
/** Spoils rows, or gives other books of the provider. */
export type Fault = (databases: Databases, healthy: Healthy, charges: readonly Charge[]) => Promise<readonly Charge[]>;

const NEW = 'gen_random_uuid()';

const run = async (databases: Databases, service: string, text: string, values: readonly unknown[] = []) => {
  await databases[service]?.(text, values);
};

/** A hold of one place that was free, with what it would hold. */
const plantHold = (set: { state: string; expires: string; fence: number; orderId?: string }) =>
  `insert into hold (id, event_id, organization_id, owner_id, state, places, fences, expires_at, own_expires_at, order_id, sold_at, created_at)
   select ${NEW}, event_id, organization_id, owner_id, '${set.state}', array[$2::int], array[${set.fence}],
     usher_now() + interval '${set.expires}', usher_now() + interval '${set.expires}', ${set.orderId ?? 'null'},
     case when '${set.state}' = 'sold' then usher_now() end, usher_now()
   from hold where event_id = $1 limit 1 returning id, expires_at`;

const dropUnique = (table: string, columns: string) => `
  do $$ declare named text; begin
    select conname into strict named from pg_constraint
    where conrelid = '${table}'::regclass and contype in ('p', 'u') and pg_get_constraintdef(oid) like '%(${columns})';
    execute format('alter table ${table} drop constraint %I', named);
  end $$`;

/** Statements in a service's database; the last one gets the values. The provider's books stay as they are. */
const inDatabase =
  (service: string, values: (healthy: Healthy) => readonly unknown[], ...statements: readonly string[]): Fault =>
  async (databases, healthy, charges) => {
    for (const [i, text] of statements.entries())
      await run(databases, service, text, i === statements.length - 1 ? values(healthy) : []);
    return charges;
  };

const ofOrder = ({ orderId }: Healthy) => [orderId];
const ofPlace = ({ eventId, freePlace }: Healthy) => [eventId, freePlace];
const nothing = () => [];

export const faults: Readonly<Record<string, Fault>> = {
  I01: async (databases, healthy, charges) => {
    await run(databases, 'seats', plantHold({ state: 'held', expires: '5 minutes', fence: 1 }), ofPlace(healthy));
    await run(
      databases,
      'seats',
      `with made as (${plantHold({ state: 'held', expires: '5 minutes', fence: 2 })})
       update claim set state = 1, fence = 2, hold_id = made.id, expires_at = made.expires_at from made where event_id = $1 and place = $2`,
      ofPlace(healthy),
    );
    return charges;
  },
  I02: inDatabase('seats', ({ eventId }) => [eventId], 'update area set capacity = capacity - 1 where event_id = $1'),
  I03: inDatabase(
    'tickets',
    ofOrder,
    'drop index ticket_seat_once',
    'update ticket set seat_id = (select seat_id from ticket where order_id = $1 and position = 0) where order_id = $1 and position = 1',
  ),
  I04: inDatabase(
    'tickets',
    ({ orderId, freeSeatId }) => [orderId, freeSeatId],
    'update ticket set seat_id = $2 where order_id = $1 and position = 0',
  ),
  I05: inDatabase(
    'seats',
    ofPlace,
    `with made as (${plantHold({ state: 'sold', expires: '5 minutes', fence: 1, orderId: NEW })})
     update claim set state = 2, fence = 1, hold_id = made.id, expires_at = null from made where event_id = $1 and place = $2`,
  ),
  I06: inDatabase(
    'seats',
    ofPlace,
    `with made as (${plantHold({ state: 'held', expires: '-1 hour', fence: 1 })})
     update claim set state = 1, fence = 1, hold_id = made.id, expires_at = made.expires_at from made where event_id = $1 and place = $2`,
  ),
  I07: inDatabase('tickets', ofOrder, `update ticket set state = 'void' where order_id = $1 and state = 'valid'`),
  I08: async (databases, { paymentId }, charges) => {
    const second = '0198c0de-0000-7000-8000-00000000beef';
    await run(
      databases,
      'payments',
      `insert into payment (id, order_id, owner_id, request_key, request_id, provider, state, amount_minor, currency, reference, organization_id, event_id, charge_id, created_at, updated_at)
       select '${second}', order_id, owner_id, 'another', request_id, provider, state, amount_minor, currency, reference, organization_id, event_id, 'ch_second', created_at, updated_at
       from payment where id = $1`,
      [paymentId],
    );
    await run(
      databases,
      'payments',
      `insert into ledger_entry (txn, account, amount_minor, currency, kind, payment_id, organization_id, booked_at)
       select '${second}', account, amount_minor, currency, kind, '${second}', organization_id, booked_at from ledger_entry where payment_id = $1`,
      [paymentId],
    );
    const [charge] = charges.filter(({ idempotencyKey }) => idempotencyKey === paymentId);
    return charge ? [...charges, { ...charge, id: 'ch_second', idempotencyKey: second }] : charges;
  },
  I10: async (_databases, { paymentId }, charges) =>
    charges.map((charge) =>
      charge.idempotencyKey === paymentId ? { ...charge, capturedAmount: charge.capturedAmount - 1 } : charge,
    ),
  I11: inDatabase(
    'payments',
    ({ paymentId }) => [paymentId],
    'alter table ledger_entry disable trigger user',
    'update ledger_entry set amount_minor = amount_minor - 1 where payment_id = $1 and amount_minor < 0',
  ),
  I12: inDatabase('orders', ofOrder, 'update orders set total_minor = total_minor + 1 where id = $1'),
  I13: inDatabase(
    'orders',
    ofOrder,
    dropUnique('orders', 'hold_id'),
    `insert into orders (id, reference, hold_id, event_id, organization_id, owner_id, buyer_email, buyer_first_name, buyer_last_name, state, total_minor, currency, expires_at, created_at, updated_at)
     select ${NEW}, 'ANOTHER1', hold_id, event_id, organization_id, owner_id, buyer_email, buyer_first_name, buyer_last_name, 'pending', 0, currency, usher_now() + interval '5 minutes', created_at, usher_now()
     from orders where id = $1`,
  ),
  I14: inDatabase(
    'orders',
    ofOrder,
    `update order_state_log set from_state = 'pending', to_state = 'confirmed' where order_id = $1 and to_state = 'confirmed'`,
  ),
  I15: inDatabase(
    'orders',
    ofOrder,
    `insert into orders (id, reference, hold_id, event_id, organization_id, owner_id, buyer_email, buyer_first_name, buyer_last_name, state, total_minor, currency, expires_at, created_at, updated_at)
     select ${NEW}, 'STUCK123', ${NEW}, event_id, organization_id, owner_id, buyer_email, buyer_first_name, buyer_last_name, 'pending', 0, currency, usher_now() - interval '1 hour', created_at, usher_now()
     from orders where id = $1`,
  ),
  I16: inDatabase(
    'tickets',
    nothing,
    dropUnique('admission', 'ticket_id'),
    'insert into admission select * from admission limit 1',
  ),
  I17: inDatabase('tickets', nothing, `update admission set event_id = ${NEW}`),
  I18: inDatabase(
    'tickets',
    nothing,
    dropUnique('check_in', 'organization_id, device_id, nonce'),
    'insert into check_in select * from check_in limit 1',
  ),
  I19: inDatabase(
    'notifications',
    nothing,
    `update message set state = 'queued', created_at = usher_now() - interval '1 hour' where kind = 'tickets'`,
  ),
  I20: inDatabase(
    'notifications',
    ({ orderId }) => [`tickets:${orderId}`],
    'delete from message where promise_key = $1',
  ),
  I21: inDatabase('tickets', nothing, `update inbox set position = position - 1 where producer = 'orders'`),
  I22: inDatabase(
    'payments',
    nothing,
    dropUnique('webhook_inbox', 'provider, event_id'),
    'insert into webhook_inbox select * from webhook_inbox limit 1',
  ),
  I24: inDatabase(
    'seats',
    ofOrder,
    'update claim set fence = claim.fence - 1 from hold where hold.order_id = $1 and claim.hold_id = hold.id',
  ),
  I25: inDatabase(
    'accounts',
    nothing,
    `update account set disabled = true where id in (select account_id from session where ended_at is null)`,
  ),
  I26: inDatabase(
    'catalog',
    ({ eventId }) => [eventId],
    `do $$ declare named text; begin
      select conname into strict named from pg_constraint where conrelid = 'event'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%time_zone%';
      execute format('alter table event drop constraint %I', named);
    end $$`,
    `update event set starts_at = starts_at + interval '1 hour' where id = $1`,
  ),
};
