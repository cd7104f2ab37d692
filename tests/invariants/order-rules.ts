/** Orders: what they have, how they moved, and that none is stuck. The legal moves are those of the design, not of the code. */
import type { Databases } from './databases.ts';
import { grouped, inSql, type Looked, read, type Rule } from './rule.ts';

const LEGAL = [
  'pending paying',
  'paying confirmed',
  'confirmed paid',
  'paid fulfilled',
  'paying pending',
  'pending expired',
  'pending cancelled',
  'expired confirmed',
  'paying cancelled',
  'confirmed cancelled',
  'expired cancelled',
  'paid refund_due',
  'fulfilled refund_due',
  'refund_due refunded',
  'fulfilled partially_refunded',
  'partially_refunded refund_due',
];

interface Bought {
  readonly id: string;
  readonly hold_id: string;
  readonly state: string;
  readonly lines: number;
}
interface SoldHold {
  readonly hold_id: string;
  readonly order_id: string | null;
  readonly places: number;
}

export const orderRules: readonly Rule[] = [
  {
    id: 'I05',
    says: 'What is sold belongs to an order that is bought, and an order that is bought has all its places',
    when: 'quiet',
    check: async ({ databases }) => unmatchedSales(databases),
  },
  {
    id: 'I12',
    says: "An order's total is the sum of its lines in one currency, and what was captured for it",
    when: 'quiet',
    check: async ({ databases }) => [
      ...(await read(
        databases,
        'orders',
        `select orders.id, orders.total_minor, orders.currency, sum(line.total_minor) as lines, array_agg(distinct line.currency) as currencies
         from orders left join order_line as line on line.order_id = orders.id group by orders.id
         having orders.total_minor < 0 or orders.total_minor <> coalesce(sum(line.total_minor), 0)
           or count(*) filter (where line.currency <> orders.currency) > 0`,
      )),
      ...(await wronglyCaptured(databases)),
    ],
  },
  {
    id: 'I13',
    says: 'A hold, and a key, makes at most one order, and a key at most one payment',
    when: 'always',
    check: async ({ databases }) => [
      ...(await read(databases, 'orders', `select hold_id, count(*) from orders group by hold_id having count(*) > 1`)),
      ...(await read(
        databases,
        'orders',
        `select scope, key, count(*) from idempotency group by scope, key having count(*) > 1`,
      )),
      ...(await read(
        databases,
        'payments',
        `select order_id, owner_id, request_key, count(*) from payment group by 1, 2, 3 having count(*) > 1`,
      )),
    ],
  },
  {
    id: 'I14',
    says: 'Orders move by legal moves only, each from where the last one led, and are where the last one led',
    when: 'always',
    check: inSql(
      'orders',
      `with log as (
         select order_id, seq, from_state, to_state, lag(to_state, 1, 'pending') over (partition by order_id order by seq) as was,
           lead(seq) over (partition by order_id order by seq) is null as last
         from order_state_log)
       select order_id, seq, from_state, to_state from log
       where from_state <> was or (from_state || ' ' || to_state) not in (${LEGAL.map((move) => `'${move}'`).join(', ')})
       union all
       select id, null, state, null from orders left join log on log.order_id = orders.id and log.last
       where state <> coalesce(to_state, 'pending')`,
    ),
  },
  {
    id: 'I15',
    says: 'No order and no payment is stuck: each ends, or waits for somebody, inside its bound; when all is quiet, now',
    when: 'bounded',
    check: async (looked) => stuck(looked),
  },
];

const BOUGHT = `('confirmed', 'paid', 'fulfilled', 'partially_refunded', 'refund_due')`;

async function unmatchedSales(databases: Databases): Promise<object[]> {
  const bought = await read<Bought>(
    databases,
    'orders',
    `select orders.id, hold_id, state, count(line.id) as lines from orders left join order_line as line on line.order_id = orders.id
     where state in ${BOUGHT} group by orders.id`,
  );
  const sold = await read<SoldHold>(
    databases,
    'seats',
    `select hold.id as hold_id, hold.order_id, count(*) as places from claim left join hold on hold.id = claim.hold_id
     where claim.state = 2 group by hold.id, hold.order_id`,
  );
  const orders = new Map(bought.map((order) => [order.id, order]));
  const holds = grouped(sold, (hold) => hold.hold_id);
  return [
    ...sold.filter((hold) => orders.get(hold.order_id ?? '')?.hold_id !== hold.hold_id),
    ...bought.filter((order) => holds.get(order.hold_id)?.[0]?.places !== order.lines),
  ];
}

async function stuck({ databases, quiet }: Looked): Promise<object[]> {
  const before = `updated_at <= usher_now() - interval '${quiet ? '0 seconds' : '20 minutes'}'`;
  const orders = await read<{ payment_id: string | null; state: string }>(
    databases,
    'orders',
    `select id, payment_id, state, updated_at, expires_at from orders
     where (state in ('paying', 'confirmed', 'paid', 'refund_due') and ${before})
       or (state = 'pending' and expires_at < usher_now() - interval '2 minutes')`,
  );
  const payments = await read<{ id: string; state: string }>(
    databases,
    'payments',
    `select id, order_id, state, updated_at from payment where state in ('processing', 'requires_action', 'authorized') and ${before}`,
  );
  // When all is quiet a buyer may still be at the bank's page.
  const atTheBank = payments.filter(({ state }) => quiet && state === 'requires_action').map(({ id }) => id);
  return [
    ...orders.filter((order) => order.state !== 'paying' || !atTheBank.includes(order.payment_id ?? '')),
    ...payments.filter((payment) => !atTheBank.includes(payment.id)),
  ];
}

async function wronglyCaptured(databases: Databases): Promise<object[]> {
  const payments = await read<{ order_id: string; amount_minor: number; currency: string }>(
    databases,
    'payments',
    `select order_id, amount_minor, currency from payment where state = 'captured'`,
  );
  const orders = await read<{ id: string; total_minor: number; currency: string }>(
    databases,
    'orders',
    `select id, total_minor, currency from orders`,
  );
  const byId = new Map(orders.map((order) => [order.id, order]));
  return payments.filter(({ order_id, amount_minor, currency }) => {
    const order = byId.get(order_id);
    return order?.total_minor !== amount_minor || order.currency !== currency;
  });
}
