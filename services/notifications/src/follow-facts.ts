/** From facts to promised messages. */
import type { Fact } from '@usher/contracts/contract';
import { sql, type Transaction } from '@usher/kit/database';
import type { FactHandler } from '@usher/kit/inbox';
import { enqueue } from '@usher/kit/work';
import { type NewMessage, promise } from './messages.ts';
import type { NotificationsKit } from './notifications-kit.ts';

interface Buyer {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}
interface OrderPayload {
  readonly orderId: string;
  readonly holdId: string;
  readonly reference: string;
  readonly eventId: string;
  readonly eventName: string;
  readonly buyer: Buyer;
  readonly ownerId: string;
  readonly expiresAt: string;
  readonly reason: string;
  readonly payUntil: string;
  readonly email: string;
  readonly state: string;
  readonly ticketIds: readonly string[];
}
interface PersonPayload {
  readonly userId: string;
  readonly email: string;
  readonly firstName: string;
  readonly token: string;
  readonly expiresAt: string;
}

/** How long before its end a buyer is told. */
const WARNING_MS = 60_000;

const order = (fact: Fact): OrderPayload => fact.payload as OrderPayload;
const person = (fact: Fact): PersonPayload => fact.payload as PersonPayload;

type Names = ReadonlyMap<string, string>;
type Make = (fact: Fact, eventNames: Names) => NewMessage;

/** All handlers, by producer and fact. */
export function factHandlers(kit: NotificationsKit): Record<string, Record<string, FactHandler>> {
  const tell =
    (make: Make): FactHandler =>
    async (tx, facts) => {
      const names = await eventNames(tx, facts);
      await promise(
        kit,
        tx,
        facts.map((fact) => make(fact, names)),
      );
    };
  const tellEnd =
    (make: Make): FactHandler =>
    async (tx, facts) => {
      await closeOrders(tx, facts);
      await tell(make)(tx, facts);
    };
  return {
    catalog: { 'event.published': eventTold, 'event.updated': eventTold, 'event.cancelled': eventTold },
    seats: { 'hold.extended': holdExtended },
    orders: {
      'order.created': orderCreated,
      'order.transferred': orderTransferred,
      'order.confirmed': closeOrders,
      'order.expired': tellEnd(orderExpired),
      'order.cancelled': tellEnd(orderCancelled),
      'order.payment_failed': tell(paymentFailed),
      'order.lookup_requested': tell(lookupRequested),
    },
    tickets: { 'tickets.issued': tell(ticketsIssued) },
    accounts: {
      'user.registered': tell(userRegistered),
      'registration.repeated': tell(registrationRepeated),
      'password_reset.requested': tell(resetRequested),
    },
  };
}

const orderExpired: Make = (fact, names) =>
  mail('order_expired', `expired:${order(fact).orderId}`, fact, { eventName: names.get(order(fact).eventId) ?? '' });

const orderCancelled: Make = (fact, names) => {
  const { orderId, eventId, reason } = order(fact);
  return mail('order_cancelled', `cancelled:${orderId}`, fact, { eventName: names.get(eventId) ?? '', reason });
};

const paymentFailed: Make = (fact) =>
  mail('payment_failed', `payment_failed:${fact.id}`, fact, {
    eventName: order(fact).eventName,
    until: order(fact).payUntil,
  });

const ticketsIssued: Make = (fact) => {
  const { orderId, eventId, buyer, ticketIds } = order(fact);
  return mail('tickets', `tickets:${orderId}`, fact, { eventId, firstName: buyer.firstName, count: ticketIds.length });
};

const lookupRequested: Make = (fact) => {
  const { orderId, reference, email, state } = order(fact);
  return {
    kind: 'order_lookup',
    promise: `lookup:${fact.id}`,
    to: email,
    subject: `Your order ${reference}`,
    requestId: fact.requestId,
    data: { orderId, reference, state },
  };
};

const userRegistered: Make = (fact) => {
  const { userId, email, firstName } = person(fact);
  return {
    kind: 'welcome',
    promise: `welcome:${userId}`,
    to: email,
    ownerId: userId,
    subject: 'Welcome to Usher',
    requestId: fact.requestId,
    data: { firstName },
  };
};

const registrationRepeated: Make = (fact) => {
  const { email, firstName } = person(fact);
  return {
    kind: 'registration_repeated',
    promise: `registration:${fact.id}`,
    to: email,
    ownerId: fact.aggregateId,
    subject: 'You already have an account',
    requestId: fact.requestId,
    data: { firstName },
  };
};

const resetRequested: Make = (fact) => {
  const { userId, email, firstName, token, expiresAt } = person(fact);
  return {
    kind: 'password_reset',
    promise: `reset:${fact.id}`,
    to: email,
    ownerId: userId,
    subject: 'Choose a new password',
    requestId: fact.requestId,
    data: { firstName, token, until: expiresAt },
  };
};

function mail(kind: NewMessage['kind'], key: string, fact: Fact, data: Record<string, unknown>): NewMessage {
  const { orderId, reference, buyer, ownerId } = order(fact);
  return {
    kind,
    promise: key,
    to: buyer.email,
    ...(ownerId ? { ownerId } : {}),
    subject: `Your order ${reference}`,
    requestId: fact.requestId,
    data: { orderId, reference, ...data },
  };
}

/** The newest version of an event wins. */
const eventTold: FactHandler = async (tx, facts) => {
  for (const fact of facts) {
    await tx.send(sql`
      insert into event_info (event_id, snapshot, version) values (${fact.aggregateId}, ${JSON.stringify(fact.payload)}::jsonb, ${fact.aggregateVersion})
      on conflict (event_id) do update set snapshot = excluded.snapshot, version = excluded.version where event_info.version < excluded.version`);
  }
};

/** Watches an order until it ends; one minute before, its buyer is told. */
const orderCreated: FactHandler = async (tx, facts) => {
  const orders = facts.map(order);
  await tx.send(sql`
    insert into open_order (order_id, hold_id, expires_at, created)
    select order_id, hold_id, expires_at, created::jsonb
    from unnest(${orders.map((o) => o.orderId)}::uuid[], ${orders.map((o) => o.holdId)}::uuid[], ${orders.map((o) => o.expiresAt)}::timestamptz[], ${orders.map((o) => JSON.stringify(o))}::text[])
      as opened (order_id, hold_id, expires_at, created) on conflict do nothing`);
  await tx.send(sql`
    insert into order_owner (order_id, owner_id)
    select * from unnest(${orders.map((o) => o.orderId)}::uuid[], ${orders.map((o) => o.ownerId)}::uuid[]) on conflict do nothing`);
  const [now] = await tx.query<{ now: string }>(sql`select usher_now() as now`);
  const nowMs = Date.parse(now?.now ?? '');
  await enqueue(
    tx,
    'warn',
    orders.map((o, i) => ({
      key: o.orderId,
      requestId: facts[i]?.requestId ?? o.orderId,
      payload: {},
      dueInMs: Math.max(0, Date.parse(o.expiresAt) - WARNING_MS - nowMs),
    })),
  );
};

/** Its messages belong to whoever owns the order now, the warning that is still to come included. */
const orderTransferred: FactHandler = async (tx, facts) => {
  for (const { orderId, ownerId } of facts.map(order)) {
    await tx.send(sql`
      update message set owner_id = ${ownerId} from order_owner former
      where former.order_id = ${orderId} and message.owner_id = former.owner_id and message.data->>'orderId' = ${orderId}`);
    await tx.send(sql`update order_owner set owner_id = ${ownerId} where order_id = ${orderId}`);
    await tx.send(sql`
      update open_order set created = jsonb_set(created, '{ownerId}', to_jsonb(${ownerId}::text)) where order_id = ${orderId}`);
  }
};

const holdExtended: FactHandler = async (tx, facts) => {
  const holds = facts.map((fact) => fact.payload as { holdId: string; expiresAt: string });
  await tx.send(sql`
    update open_order set expires_at = extended.expires_at
    from unnest(${holds.map((h) => h.holdId)}::uuid[], ${holds.map((h) => h.expiresAt)}::timestamptz[]) as extended (hold_id, expires_at)
    where open_order.hold_id = extended.hold_id`);
};

async function closeOrders(tx: Transaction, facts: readonly Fact[]): Promise<void> {
  await tx.send(sql`delete from open_order where order_id = any(${facts.map((fact) => order(fact).orderId)}::uuid[])`);
}

async function eventNames(tx: Transaction, facts: readonly Fact[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(facts.map((fact) => order(fact).eventId).filter((id) => id))];
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ event_id: string; name: string }>(
    sql`select event_id, snapshot->>'name' as name from event_info where event_id = any(${ids}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.event_id, row.name]));
}
