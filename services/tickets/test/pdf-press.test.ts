import { systemClock } from '@usher/kit/clock';
import { readConfig } from '@usher/kit/config';
import { createLog } from '@usher/kit/log';
import { RefusedError } from '@usher/kit/refusal';
import { describe, expect, it } from 'vitest';
import { config } from '../src/config.ts';
import { newCredentialKey, signCredential } from '../src/credential.ts';
import { openPress } from '../src/pdf-press.ts';
import { openThreads } from '../src/pdf-threads.ts';
import type { TicketRow } from '../src/ticket.ts';

const silent = createLog('silent');

describe('the press', () => {
  it('prints what fits in its lane and its queue, and refuses the next at once', async () => {
    const press = pressWith({ PDFS_AT_ONCE: '2', PDFS_WAITING_MAX: '3' });
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => press.print([ticket()])));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(refused).toHaveLength(3);
    for (const reason of refused) {
      expect(reason).toBeInstanceOf(RefusedError);
      expect((reason as RefusedError).refusal).toMatchObject({ code: 'overloaded', retryAfterSeconds: 2 });
    }
    expect((await press.print([ticket()])).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('prints once for all who ask for the same pages, and again when the credential or the event changed', async () => {
    const press = pressWith({ PDFS_AT_ONCE: '1', PDFS_WAITING_MAX: '0' });
    const row = ticket();
    const [first, second] = await Promise.all([press.print([row]), press.print([row])]);
    expect(second).toBe(first);
    expect(await press.print([row])).toBe(first);
    expect(await press.print([{ ...row, credential_number: 2 }])).not.toBe(first);
    expect(await press.print([{ ...row, event_version: 2 }])).not.toBe(first);
  });

  it('forgets what was not asked for longest when its memory is full', async () => {
    const press = pressWith({ PDF_CACHE_MEGABYTES: '1' });
    const rows = [ticket()];
    const old = await press.print(rows);
    const liked = [ticket()];
    const kept = await press.print(liked);
    for (let bytes = 0; bytes < 1024 * 1024; ) {
      bytes += (await press.print([ticket()])).length;
      expect(await press.print(liked)).toBe(kept);
    }
    expect(await press.print(rows)).not.toBe(old);
  });

  it('goes on printing after a ticket that could not be printed', async () => {
    const press = pressWith({ PDFS_AT_ONCE: '1', PDFS_WAITING_MAX: '0' });
    const unknownEvent = { ...ticket(), event_name: null };
    await expect(press.print([unknownEvent])).rejects.toMatchObject({ refusal: { code: 'unavailable' } });
    expect(await press.print([{ ...unknownEvent, event_name: 'Told now' }])).toBeInstanceOf(Buffer);
  });
});

function pressWith(env: Record<string, string>) {
  const key = newCredentialKey();
  const random = Buffer.alloc(16, 7);
  return openPress(
    { config: readConfig(config, env), clock: systemClock },
    {
      current: key,
      byId: new Map([[key.keyId, key]]),
      codeOf: ({ id, event_id, credential_number }) =>
        signCredential(key, { ticketId: id, eventId: event_id, number: credential_number, random }),
    },
    openThreads({ count: 1, log: silent }),
  );
}

function ticket(): TicketRow {
  return {
    id: systemClock.newId(),
    order_id: systemClock.newId(),
    position: 0,
    event_id: systemClock.newId(),
    organization_id: systemClock.newId(),
    owner_id: systemClock.newId(),
    seat_id: systemClock.newId(),
    section: 'Stalls',
    row_name: 'F',
    seat_number: '12',
    tier_key: 'standard',
    tier_name: 'Standard',
    price_minor: 4500,
    currency: 'EUR',
    holder_first_name: 'Ada',
    holder_last_name: 'Lovelace',
    state: 'valid',
    credential_number: 1,
    issued_at: '2027-03-01T09:00:00Z',
    reference: 'K7QF2M9X',
    locale: 'en',
    key_id: '00000000',
    random: Buffer.alloc(16, 7),
    organization_name: 'Harbour Stage',
    event_name: 'Northern Lights',
    starts_at: '2027-05-01T18:00:00Z',
    ends_at: '2027-05-01T21:00:00Z',
    time_zone: 'Europe/Berlin',
    venue: { name: 'Harbour Theatre', address: 'Quay 1', city: 'Hamburg', country: 'DE' },
    event_version: 1,
  };
}
