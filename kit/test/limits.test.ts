import { createLimits, networkOf } from '@usher/kit/limits';
import { describe, expect, it } from 'vitest';
import { createSigner } from './signer.ts';
import { everyService, listenTo } from './two-hosts.ts';

describe('rate limits', () => {
  it('answer 429 with the seconds to wait, and every answer tells what is left', async () => {
    const signer = await createSigner();
    const host = await listenTo({ signer, services: everyService, limited: true });
    const authorization = `Bearer ${await signer.token()}`;
    const fill = (headers: Record<string, string>) => fetch(`${host.url}/api/jars`, { method: 'POST', headers });
    const first = await fill({ authorization });
    expect(first.status).toBe(400);
    expect(first.headers.get('ratelimit-policy')).toBe('"write";q=240;w=60');
    expect(first.headers.get('ratelimit')).toMatch(/^"write";r=239;t=\d+$/);
    const others = await Promise.all(Array.from({ length: 240 }, () => fill({ authorization })));
    const over = others.filter((response) => response.status === 429);
    expect(over).toHaveLength(1);
    const [refused] = over;
    expect(await refused?.json()).toMatchObject({ code: 'rate_limited' });
    expect(refused?.headers.get('ratelimit')).toMatch(/^"write";r=0;t=\d+$/);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused?.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    // Another caller from the same place has a share of its own.
    const other = await signer.token({ subject: '0198c0de-0000-7000-8000-00000000000b' });
    expect((await fill({ authorization: `Bearer ${other}` })).status).toBe(400);
    await host.close();
  });

  it('count all callers behind one address together, so that many tokens are still one machine', async () => {
    const limits = createLimits({ off: false });
    const take = (id: string, address: string) => limits.take('read', { id, address });
    for (let i = 0; i < 6_000; i += 1) {
      const { refusal } = await take(`caller ${i}`, '192.0.2.1');
      if (refusal) throw new Error(`call ${i} was refused`);
    }
    expect((await take('one more', '192.0.2.1')).refusal).toMatchObject({ code: 'rate_limited' });
    expect((await take('one more', '192.0.2.2')).refusal).toBeUndefined();
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:0002::', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('take %s for the network %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
