import { systemClock } from '@usher/kit/clock';
import { openTestHost, type TestHost } from '@usher/kit/testing';
import { scriptedPeer } from '@usher/kit/testing-peer';
import { orders } from '@usher/contracts/orders';
import { refuse } from '@usher/kit/refusal';
import type { ServiceDefinition } from '@usher/kit/service';
import { paymentsService } from '@usher/payments/service';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

describe('the ledger', () => {
  let host: TestHost;
  beforeAll(async () => {
    const peer = scriptedPeer(orders, { beginPayment: async () => refuse('not_found') });
    const services = [peer.definition, paymentsService] as unknown as ServiceDefinition[];
    const env = {
      CARD_PROVIDER_URL: 'http://127.0.0.1:9',
      CARD_PROVIDER_KEY: 'never used, but long',
      CARD_WEBHOOK_SECRET: 'never used, but long',
    };
    host = await openTestHost({ postgresUrl: inject('postgresUrl'), services, env });
  });
  afterAll(() => host.close());

  const book = (amounts: readonly number[]) => {
    const entries = amounts
      .map((amount, i) => `($1, 'account ${i}', ${amount}, 'EUR', 'capture', $1, $1, now())`)
      .join();
    return host.rows(
      'payments',
      `insert into ledger_entry (txn, account, amount_minor, currency, kind, payment_id, organization_id, booked_at) values ${entries} returning 1 as one`,
      [systemClock.newId()],
    );
  };

  it('takes only transactions that sum to zero', async () => {
    expect(await book([500, -400, -100])).toHaveLength(3);
    await expect(book([500, -400])).rejects.toThrow('does not sum to zero');
    await expect(book([500])).rejects.toThrow('does not sum to zero');
  });

  it.each(['update ledger_entry set amount_minor = 1', 'delete from ledger_entry', 'truncate ledger_entry'])(
    'refuses %s',
    async (statement) => {
      await book([1, -1]);
      await expect(host.rows('payments', statement)).rejects.toThrow('append-only');
    },
  );
});
