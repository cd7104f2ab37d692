/** What was promised to somebody later: mails, and facts to those who follow. */
import { type Looked, read, type Rule } from './rule.ts';

export const promiseRules: readonly Rule[] = [
  {
    id: 'I19',
    says: 'Every promised mail is sent or openly failed inside the bound, and what was sent arrived',
    when: 'bounded',
    check: async (looked) => vanishedMails(looked),
  },
  {
    id: 'I20',
    says: 'Every order that was fulfilled, expired or cancelled has its message, and no message is promised twice',
    when: 'quiet',
    check: async (looked) => untold(looked),
  },
  {
    id: 'I21',
    says: 'Every fact was numbered without gaps, and taken by everybody who follows; none is parked',
    when: 'quiet',
    check: async (looked) => unheardFacts(looked),
  },
];

async function vanishedMails({ databases, mails }: Looked): Promise<object[]> {
  const late = await read(
    databases,
    'notifications',
    `select id, kind, state, attempts from message where state = 'queued' and created_at < usher_now() - interval '15 minutes'`,
  );
  if (mails === undefined) return late;
  const sent = await read<{ id: string; kind: string }>(
    databases,
    'notifications',
    `select id, kind from message where state = 'sent'`,
  );
  const arrived = new Set(
    mails().map((mail) => mail.headers.find(({ name }) => name.toLowerCase() === 'message-id')?.value ?? ''),
  );
  const ids = new Set([...arrived].map((messageId) => messageId.replace(/^<|@.*$/g, '')));
  return [...late, ...sent.filter((message) => !ids.has(message.id))];
}

const TELLS: Readonly<Record<string, string>> = { fulfilled: 'tickets', expired: 'expired', cancelled: 'cancelled' };

async function untold({ databases }: Looked): Promise<object[]> {
  const ended = await read<{ id: string; state: string }>(
    databases,
    'orders',
    `select id, state from orders where state in ('fulfilled', 'expired', 'cancelled')`,
  );
  const messages = await read<{ promise_key: string; count: number }>(
    databases,
    'notifications',
    `select promise_key, count(*) from message group by promise_key`,
  );
  const promised = new Set(messages.map((message) => message.promise_key));
  return [
    ...ended.filter((order) => !promised.has(`${TELLS[order.state] ?? ''}:${order.id}`)),
    ...messages.filter((message) => message.count > 1),
  ];
}

interface Position {
  readonly producer: string;
  readonly position: number;
}

async function unheardFacts({ databases }: Looked): Promise<object[]> {
  const broken: object[] = [];
  const heads = new Map<string, number>();
  for (const service of Object.keys(databases)) {
    const [head] = await read<{ number: number }>(databases, service, `select number from outbox_head`);
    heads.set(service, head?.number ?? -1);
    const odd = await read(
      databases,
      service,
      `select id, number, 'waiting' as fault from outbox where number is null
       union all
       select null, number, 'gap before' from (select number, lag(number) over (order by number) as before from outbox where number is not null) as numbered
       where number <> before + 1
       union all
       select null, number, 'beyond the head' from outbox where number > (select number from outbox_head)
       union all
       select null, number, 'parked by the follower of ' || producer from parked_fact`,
    );
    broken.push(...odd.map((row) => ({ service, ...row })));
  }
  for (const service of Object.keys(databases)) {
    const positions = await read<Position>(databases, service, `select producer, position from inbox`);
    broken.push(
      ...positions
        .filter(({ producer, position }) => heads.has(producer) && heads.get(producer) !== position)
        .map((row) => ({ service, fault: 'not followed to the end', ...row })),
    );
  }
  return broken;
}
