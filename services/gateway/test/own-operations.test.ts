import { gateway, Health } from '@usher/contracts/gateway';
import { notifications } from '@usher/contracts/notifications';
import { mountOwnOperations } from '@usher/gateway/own-operations';
import { systemClock } from '@usher/kit/clock';
import { createEdge } from '@usher/kit/edge';
import { createLimits } from '@usher/kit/limits';
import { createLog } from '@usher/kit/log';
import { openApi } from '@usher/kit/openapi';
import { openTestHost, type TestHost, type TestPerson } from '@usher/kit/testing';
import { scriptedPeer } from '@usher/kit/testing-peer';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

/** Slow is how a database feels on a machine that has other things to do. */
const ANSWERS = expect.stringMatching(/^(working|slow)$/);

describe('the health of the installation', () => {
  let house: TestHost;
  let app: FastifyInstance;
  beforeAll(async () => {
    const service = scriptedPeer(notifications, {}).definition;
    house = await openTestHost({ postgresUrl: inject('postgresUrl'), services: [service] });
    app = createEdge({ log: createLog('silent'), clock: systemClock, trustedProxies: [], corsOrigins: [] });
    const elsewhere = { unready: async () => [], health: async () => [] };
    mountOwnOperations(app, { host: house.host, elsewhere, clock: systemClock, limits: createLimits({ off: true }) });
    await app.ready();
  });
  afterAll(async () => {
    await app.close();
    await house.close();
  });

  const ask = async (role?: TestPerson['role'], headers: Record<string, string> = {}) => {
    const token = role && (await house.tokenFor({ id: systemClock.newId(), role }));
    const own = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return app.inject({ method: 'GET', url: '/api/admin/health', headers: { ...own, ...headers } });
  };

  it('is told to admins, service by service, in the shape of the contract', async () => {
    const answer = await ask('admin');
    expect(answer.statusCode).toBe(200);
    const { services } = Health.parse(answer.json());
    expect(services).toMatchObject([{ name: 'notifications', state: ANSWERS, failedWork: 0, parkedFacts: 0 }]);
  });

  it('is told to nobody else', async () => {
    for (const role of ['organizer', 'operator', 'customer', 'guest'] as const)
      expect((await ask(role)).json()).toMatchObject({ status: 403, code: 'forbidden' });
    expect((await ask()).json()).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect((await ask(undefined, { authorization: 'Bearer a.b.c' })).json()).toMatchObject({ code: 'invalid_token' });
  });

  it('is written down in the API document', () => {
    const document = openApi([gateway], { title: 'Usher', version: '0', description: '' });
    expect(JSON.stringify(document)).toContain('/api/admin/health');
  });
});
