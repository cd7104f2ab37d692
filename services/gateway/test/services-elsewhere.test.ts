/** How the gateway tells of services in other processes, and shows the mailbox of another one. */
import { Health } from '@usher/contracts/gateway';
import { notifications } from '@usher/contracts/notifications';
import { tickets } from '@usher/contracts/tickets';
import { mailboxAt } from '@usher/gateway/mailbox-elsewhere';
import { mountMailbox } from '@usher/gateway/mailbox-page';
import { mountOwnOperations } from '@usher/gateway/own-operations';
import { type ServicesElsewhere, watchElsewhere } from '@usher/gateway/services-elsewhere';
import { systemClock } from '@usher/kit/clock';
import { createEdge } from '@usher/kit/edge';
import type { Host } from '@usher/kit/host';
import { createLimits } from '@usher/kit/limits';
import { createLog } from '@usher/kit/log';
import { openPeerCopies, type PeerCopies } from '@usher/kit/peer-copies';
import { openTestHost } from '@usher/kit/testing';
import { scriptedPeer } from '@usher/kit/testing-peer';
import type { FastifyInstance } from 'fastify';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { startCopy } from './ready-copy.ts';
import { startUpstream } from './upstream.ts';

const NOWHERE = 'http://127.0.0.1:9';
const log = createLog('silent');

/** Slow is how a database feels on a machine that has other things to do. */
const ANSWERS = expect.stringMatching(/^(working|slow)$/);

describe('services in other processes', () => {
  it('tell an admin how they are, in the name of that admin; one that does not answer is stopped', async () => {
    const { definition } = scriptedPeer(notifications, {});
    const house = await openTestHost({ postgresUrl: inject('postgresUrl'), services: [definition] });
    onTestFinished(house.close);
    const address = await house.app.listen({ port: 0, host: '127.0.0.1' });
    const copies = copiesAt({ notifications: address, tickets: NOWHERE });
    const elsewhere = watchElsewhere({ contracts: [notifications, tickets], copiesOf: copies, clock: systemClock });
    const app = await gatewayOver({ ...house.host, health: async () => [] }, elsewhere);
    const ask = async (headers: Record<string, string>) => app.inject({ url: '/api/admin/health', headers });
    const token = await house.tokenFor({ id: systemClock.newId(), role: 'admin' });
    for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: `a=b; usher-access=${token}` }]) {
      const answer = await ask(headers);
      const { services } = Health.parse(answer.json());
      expect(services).toMatchObject([
        { name: 'notifications', state: ANSWERS, failedWork: 0 },
        { name: 'tickets', state: 'stopped', sentence: 'It does not answer.', databaseMs: null },
      ]);
    }
    const [first, second] = [
      await ask({ authorization: `Bearer ${token}` }),
      await ask({ cookie: `usher-access=${token}` }),
    ];
    const since = (answer: typeof first) => Health.parse(answer.json()).services[1]?.since;
    expect(since(first)).toBe(since(second));
    const [, unknown] = await Promise.all([ask({}), elsewhere.health({ authorization: 'Bearer a.b.c' })]);
    expect(unknown[0]).toMatchObject({ state: 'stopped', sentence: 'It answered 401 when it was asked how it is.' });
  });

  it('are what a gateway waits for: it is ready when each has a copy that is, and asks at most once a second', async () => {
    const [well, starting] = [await startCopy(true), await startCopy(false)];
    let now = 0;
    const clock = { ...systemClock, monotonic: () => now };
    const copies = copiesAt({ tickets: `${starting.url},${well.url}`, notifications: starting.url });
    const { unready } = watchElsewhere({ contracts: [tickets, notifications], copiesOf: copies, clock });
    expect(await unready()).toEqual(['notifications is not ready']);
    const asked = starting.asked();
    expect(await unready()).toEqual(['notifications is not ready']);
    expect(starting.asked()).toBe(asked);
    starting.become(true);
    now += 1_001;
    expect(await unready()).toEqual([]);
    await starting.stop();
    now += 1_001;
    expect(await unready()).toEqual(['notifications does not answer']);
  });
});

describe('a mailbox in another process', () => {
  it('shows its pages at /dev/mail, with its own headers, and is unavailable while it does not answer', async () => {
    const upstream = await startUpstream(({ url }, response) => {
      const known = url === '/dev/mail?q=a';
      response.writeHead(known ? 200 : 404, { 'content-type': 'text/html', 'content-security-policy': 'sandbox' });
      response.end(known ? '<h1>Mail</h1>' : 'none');
    });
    const served = mailboxGateway(upstream.url);
    const page = await served.inject({ url: '/dev/mail?q=a' });
    expect([page.statusCode, page.body]).toEqual([200, '<h1>Mail</h1>']);
    expect(page.headers).toMatchObject({ 'content-type': 'text/html', 'content-security-policy': 'sandbox' });
    expect(page.headers).not.toHaveProperty('x-frame-options');
    expect((await served.inject({ url: '/dev/mail/9' })).json()).toMatchObject({ code: 'not_found' });
    const away = await mailboxGateway(NOWHERE).inject({ url: '/dev/mail' });
    expect(away.json()).toMatchObject({ status: 503, code: 'unavailable' });
  });
});

function copiesAt(addresses: Readonly<Record<string, string>>): (service: string) => PeerCopies | undefined {
  const all = new Map(
    Object.entries(addresses).map(([service, urls]) => {
      const copies = openPeerCopies({ service, addresses: urls, clock: systemClock, log });
      onTestFinished(() => copies.close());
      return [service, copies] as const;
    }),
  );
  return (service) => all.get(service);
}

async function gatewayOver(host: Host, elsewhere: ServicesElsewhere): Promise<FastifyInstance> {
  const app = createEdge({ log, clock: systemClock, trustedProxies: [], corsOrigins: [] });
  mountOwnOperations(app, { host, elsewhere, clock: systemClock, limits: createLimits({ off: true }) });
  onTestFinished(() => app.close());
  return app;
}

function mailboxGateway(url: string): FastifyInstance {
  const app = createEdge({ log, clock: systemClock, trustedProxies: [], corsOrigins: [] });
  mountMailbox(app, mailboxAt(url));
  onTestFinished(() => app.close());
  return app;
}
