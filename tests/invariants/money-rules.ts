/** Money: every captured cent has tickets, a line in the ledger, and a charge in the provider's own books. */
import type { Charge } from '@usher/stand-ins/card/charge';
import type { Databases } from './databases.ts';
import { grouped, inSql, type Looked, read, type Rule } from './rule.ts';

interface Captured {
  readonly id: string;
  readonly order_id: string;
  readonly state: string;
  readonly charge_id: string | null;
  readonly amount_minor: number;
  readonly currency: string;
}

export const moneyRules: readonly Rule[] = [
  {
    id: 'I07',
    says: 'Every captured payment bought all tickets of its order',
    when: 'quiet',
    check: async ({ databases }) => paidForNothing(databases),
  },
  {
    id: 'I08',
    says: 'An order has at most one captured payment',
    when: 'always',
    check: inSql(
      'payments',
      `select order_id, count(*) from payment where state = 'captured' group by order_id having count(*) > 1`,
    ),
  },
  {
    id: 'I10',
    says: "Our books and the provider's agree, charge by charge, both ways, and no card is left blocked",
    when: 'quiet',
    check: async (looked) => disagreements(looked),
  },
  {
    id: 'I11',
    says: 'Every ledger transaction sums to zero, and every captured payment is booked once',
    when: 'always',
    check: inSql(
      'payments',
      `select txn::text as id, currency, sum(amount_minor) from ledger_entry group by txn, currency having sum(amount_minor) <> 0
       union all
       select payment.id::text, payment.currency, payment.amount_minor from payment
       left join (select payment_id, sum(amount_minor) as amount_minor from ledger_entry
                  where kind = 'capture' and amount_minor > 0 group by payment_id) as booked on booked.payment_id = payment.id
       where payment.state = 'captured' and payment.amount_minor > 0 and payment.amount_minor is distinct from booked.amount_minor
       union all
       select ledger_entry.payment_id::text, ledger_entry.currency, ledger_entry.amount_minor from ledger_entry
       where kind = 'capture' and not exists (select 1 from payment where payment.id = ledger_entry.payment_id
         and payment.state in ('captured', 'partially_refunded', 'refunded'))`,
    ),
  },
  {
    id: 'I22',
    says: "Every notice of the provider is stored once and was heard: it left no payment where it says it isn't",
    when: 'bounded',
    check: inSql(
      'payments',
      `select event_id, type, count(*)::text as fault from webhook_inbox group by provider, event_id, type having count(*) > 1
       union all
       select webhook_inbox.event_id, type, payment.state from webhook_inbox join payment on payment.id = webhook_inbox.payment_id
       where webhook_inbox.type in ('charge.authorized', 'charge.declined', 'charge.captured') and webhook_inbox.outcome <> 'mismatch'
         and payment.state in ('processing', 'requires_action') and webhook_inbox.received_at < usher_now() - interval '5 minutes'`,
    ),
  },
];

async function paidForNothing(databases: Databases): Promise<object[]> {
  const captured = await read<Captured>(databases, 'payments', `select * from payment where state = 'captured'`);
  const lines = await read<{ order_id: string; count: number }>(
    databases,
    'orders',
    `select order_id, count(*) from order_line group by order_id`,
  );
  const tickets = await read<{ order_id: string; count: number }>(
    databases,
    'tickets',
    `select order_id, count(*) from ticket where state in ('valid', 'used') group by order_id`,
  );
  const wanted = new Map(lines.map((row) => [row.order_id, row.count]));
  const had = new Map(tickets.map((row) => [row.order_id, row.count]));
  return captured
    .map(({ id, order_id }) => ({ id, order_id, wanted: wanted.get(order_id) ?? 0, had: had.get(order_id) ?? 0 }))
    .filter((payment) => payment.wanted === 0 || payment.had !== payment.wanted);
}

async function disagreements({ databases, charges }: Looked): Promise<object[]> {
  if (charges === undefined) return [];
  const payments = await read<Captured>(
    databases,
    'payments',
    `select id, order_id, state, charge_id, amount_minor, currency from payment`,
  );
  const byCharge = new Map(charges.map((charge) => [charge.id, charge]));
  const byId = new Map(payments.map((payment) => [payment.id, payment]));
  const captured = payments.filter((payment) => payment.state === 'captured');
  const bookedTwice = [...grouped(charges, (charge) => charge.idempotencyKey ?? charge.id).values()].filter(
    (same) => same.length > 1,
  );
  return [
    ...captured.filter((payment) => !isTaken(byCharge.get(payment.charge_id ?? ''), payment)),
    ...charges.filter((charge) => charge.capturedAmount > 0 && byId.get(paymentOf(charge))?.state !== 'captured'),
    ...charges.filter((charge) => charge.state === 'authorized' && byId.get(paymentOf(charge))?.state !== 'authorized'),
    ...bookedTwice.flat(),
  ];
}

function isTaken(charge: Charge | undefined, payment: Captured): boolean {
  return charge?.capturedAmount === payment.amount_minor && charge.currency === payment.currency;
}

/** Each payment is asked for under its own id. */
function paymentOf(charge: Charge): string {
  return charge.idempotencyKey ?? '';
}
