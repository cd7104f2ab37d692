import { systemClock } from '@usher/kit/clock';
import { eventually } from '@usher/kit/testing';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openPassControl } from '../src/pass.ts';
import { openSeats, type OnSale, type SeatsHost } from './catalog-peer.ts';

interface Claims {
  readonly event: string;
  readonly owner: string;
  readonly inSeconds?: number;
  readonly kid?: string;
  readonly typ?: string;
}

async function pressOf(kid: string) {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { x = '' } = await exportJWK(pair.publicKey);
  return {
    key: { id: kid, x },
    sign: (claims: Claims) =>
      new SignJWT({ event: claims.event, entry: systemClock.newId() })
        .setProtectedHeader({ alg: 'EdDSA', typ: claims.typ ?? 'pass+jwt', kid: claims.kid ?? kid })
        .setSubject(claims.owner)
        .setExpirationTime(Math.floor(Date.now() / 1_000) + (claims.inSeconds ?? 600))
        .sign(pair.privateKey),
  };
}

describe('holding where the waiting room lets people in', () => {
  let host: SeatsHost;
  let press: Awaited<ReturnType<typeof pressOf>>;
  beforeAll(async () => {
    host = await openSeats({ postgresUrl: inject('postgresUrl') });
    press = await pressOf('k1');
  });
  afterAll(() => host.close());

  let version = 0;
  const tellDoor = async ({ eventId, organizationId }: OnSale, passRequired: boolean, keys = [press.key]) => {
    version += 1;
    await host.queue.publish({
      name: 'queue.changed',
      aggregateId: eventId,
      aggregateVersion: version,
      payload: { eventId, organizationId, passRequired, keys },
    });
    const told = version;
    await eventually(async () => {
      const text = 'select queue_version::int as v from door where event_id = $1';
      expect(await host.rows('seats', text, [eventId])).toEqual([{ v: told }]);
    });
  };
  const hall = { rows: 2, seatsPerRow: 10, areas: [] };
  let seat = 0;
  const hold = async (event: OnSale, owner: string, pass?: string) => {
    seat += 1;
    const body = {
      eventId: event.eventId,
      seatIds: [event.seatId(seat % 20)],
      ...(pass === undefined ? {} : { pass }),
    };
    const { status, json } = await host.call('POST /holds', {
      as: await host.tokenFor({ id: owner, role: 'guest' }),
      body,
    });
    return status === 201 ? 'held' : json<{ code: string }>().code;
  };

  it('needs a pass from the moment an event with a waiting room is published, and takes the one of its own buyer', async () => {
    const event = await host.putOnSale(hall, { waitingRoom: 'on' });
    const [ada, bo] = [systemClock.newId(), systemClock.newId()];
    const mine = { event: event.eventId, owner: ada };
    expect(await hold(event, ada)).toBe('queue_required');
    expect(await hold(event, ada, await press.sign(mine))).toBe('queue_required');
    await tellDoor(event, true);
    const pass = await press.sign(mine);
    expect(await hold(event, ada, pass)).toBe('held');
    expect(await hold(event, ada, pass)).toBe('held');
    expect(await hold(event, bo, pass)).toBe('queue_required');
    const other = await host.putOnSale(hall, { waitingRoom: 'on' });
    await tellDoor(other, true);
    expect(await hold(other, ada, pass)).toBe('queue_required');
    expect(await hold(event, ada, await press.sign({ ...mine, inSeconds: -1 }))).toBe('queue_required');
    expect(await hold(event, ada, await press.sign({ ...mine, typ: 'at+jwt' }))).toBe('queue_required');
    expect(await hold(event, ada, await press.sign({ ...mine, kid: 'k2' }))).toBe('queue_required');
    expect(await hold(event, ada, await (await pressOf('k1')).sign(mine))).toBe('queue_required');
    await host.moveTime(601);
    await eventually(async () => {
      expect(await hold(event, ada, pass)).toBe('queue_required');
    });
    await host.moveTime(0);
  });

  it('follows an automatic room as it opens and closes, older word changing nothing, and the catalog when it is off', async () => {
    const event = await host.putOnSale(hall, { waitingRoom: 'auto' });
    const ada = systemClock.newId();
    expect(await hold(event, ada)).toBe('held');
    await tellDoor(event, true);
    expect(await hold(event, ada)).toBe('queue_required');
    await host.queue.publish({
      name: 'queue.changed',
      aggregateId: event.eventId,
      aggregateVersion: 1,
      payload: { eventId: event.eventId, organizationId: event.organizationId, passRequired: false, keys: [] },
    });
    await tellDoor(event, true);
    expect(await hold(event, ada)).toBe('queue_required');
    await tellDoor(event, false);
    expect(await hold(event, ada)).toBe('held');
    await event.update({ waitingRoom: 'on' });
    expect(await hold(event, ada)).toBe('queue_required');
    await event.update({ waitingRoom: 'off' });
    expect(await hold(event, ada)).toBe('held');
  });

  it('refuses every one of ten thousand passes that were changed by a character', async () => {
    const shown = { eventId: systemClock.newId(), ownerId: systemClock.newId() };
    const door = { passRequired: true, keys: [press.key], now: Date.now() };
    const never = () => Promise.reject(new Error('nothing is told here'));
    const control = openPassControl({ find: async () => door, eventTold: never, queueTold: never });
    const pass = await press.sign({ event: shown.eventId, owner: shown.ownerId });
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=';
    let refused = 0;
    for (let i = 0; i < 10_000; i += 1) {
      const at = i % pass.length;
      const next =
        alphabet[(alphabet.indexOf(pass[at] ?? 'A') + 1 + Math.floor(i / pass.length)) % alphabet.length] ?? '';
      const changed =
        i % 7 === 0 ? pass.slice(0, at) + pass.slice(at + 1) : pass.slice(0, at) + next + pass.slice(at + 1);
      if (changed !== pass && (await control.refuseWithoutPass({ ...shown, pass: changed }))) refused += 1;
    }
    expect(refused).toBe(10_000);
    expect(await control.refuseWithoutPass({ ...shown, pass })).toBeUndefined();
  });
});
