import { systemClock } from '@usher/kit/clock';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type Event, openTickets, type TicketAnswer, type TicketsHost } from './tickets-host.ts';

interface Answer {
  result: string;
  ticket?: { id: string; seat: unknown; tier: string; holder: unknown };
  firstAdmittedAt?: string;
}

describe('check-ins', () => {
  let host: TicketsHost;
  let second: TicketsHost;
  let event: Event;
  let operator: string;
  let colleague: string;
  let tickets: TicketAnswer[];
  let nonces = 0;
  beforeAll(async () => {
    host = await openTickets({ postgresUrl: inject('postgresUrl') });
    // Another copy of the service on the same database: what holds between them holds by the database alone.
    const databases = Object.fromEntries(
      ['tickets', 'catalog', 'orders'].map((name) => [name, host.databaseUrl(name)]),
    );
    second = await openTickets({ postgresUrl: inject('postgresUrl'), databases });
  });
  afterAll(async () => {
    await second.close();
    await host.close();
  });
  beforeEach(async () => {
    event = await host.publish();
    operator = await operatorOf(event);
    colleague = await operatorOf(event, second);
    tickets = await host.buy(host.orderFor(event, { seats: 2, places: 1 }));
  });

  const operatorOf = (at: Event, of = host) =>
    of.tokenFor({ id: systemClock.newId(), organizations: { [at.organizationId]: 'operator' } });
  const codeOf = (index: number): string => tickets[index]?.code ?? '';
  const request = (change: object = {}) => {
    nonces += 1;
    const scan = { code: codeOf(0), deviceId: 'phone-1', nonce: `n${nonces}`, scannedAt: '2027-05-01T17:31:00.000Z' };
    return { eventId: event.eventId, ...scan, ...change };
  };
  const post = (body: object, as = operator) => host.call('POST /check-ins', { as, body });
  /** Every other scan goes to the other copy. */
  const postEither = (body: object, i: number) =>
    i % 2 === 0 ? post(body) : second.call('POST /check-ins', { as: colleague, body });
  const scan = async (change: object = {}): Promise<Answer> => (await post(request(change))).json<Answer>();

  it('admits a code once, shows whose ticket it is, and then tells when that was', async () => {
    const first = await scan({ gate: 'North' });
    expect(first).toEqual({
      result: 'admitted',
      ticket: {
        id: tickets[0]?.id,
        seat: tickets[0]?.seat,
        area: null,
        tier: 'Standard',
        holder: { firstName: 'Ada', lastName: 'Lovelace' },
      },
    });
    const again = await scan({ gate: 'South' });
    expect(again).toMatchObject({ result: 'already_admitted', ticket: first.ticket });
    const told = (await host.told('ticket.admitted')).filter((fact) => fact.aggregateId === tickets[0]?.id);
    expect(told.map((fact) => fact.payload)).toEqual([
      {
        ticketId: tickets[0]?.id,
        eventId: event.eventId,
        organizationId: event.organizationId,
        gate: 'North',
        admittedAt: again.firstAdmittedAt,
      },
    ]);
    const state = await host.rows('tickets', 'select state from ticket where id = $1', [tickets[0]?.id]);
    expect(state).toEqual([{ state: 'used' }]);
  });

  it('gives the same device and nonce the same answer, whatever the code is the second time', async () => {
    const body = request();
    const first = (await post(body)).json();
    expect(first).toMatchObject({ result: 'admitted' });
    expect((await post(body)).json()).toEqual(first);
    expect((await post({ ...body, code: codeOf(1) })).json()).toEqual(first);
    expect((await post({ ...body, code: 'nonsense' })).json()).toEqual(first);
    expect(await scan({ code: codeOf(1) })).toMatchObject({ result: 'admitted' });
    expect(await post({ ...body, deviceId: 'phone-2' }).then((answer) => answer.json())).toMatchObject({
      result: 'already_admitted',
    });
  });

  it("keeps a nonce to its own organization, so that nobody reads another's answers with it", async () => {
    const body = request();
    await post(body);
    const other = await host.publish();
    const answer = await post({ ...body, eventId: other.eventId }, await operatorOf(other));
    expect(answer.json()).toEqual({ result: 'unknown_code' });
  });

  it('admits one of many gates that scan a code at the same moment, in one copy and across two', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => postEither(request({ deviceId: `gate-${i}` }), i)),
    ).then((all) => all.map((answer) => answer.json<Answer>()));
    const results = answers.map((answer) => answer.result);
    expect(results.filter((result) => result === 'admitted')).toHaveLength(1);
    expect(results.filter((result) => result === 'already_admitted')).toHaveLength(39);
    expect(new Set(answers.flatMap((answer) => answer.firstAdmittedAt ?? [])).size).toBe(1);
  });

  it('answers both of two gates in two copies, ticket after ticket: one admits, the other knows', async () => {
    for (const { code } of await host.buy(host.orderFor(event, { seats: 40 }))) {
      const answers = await Promise.all([0, 1].map((i) => postEither(request({ code }), i)));
      const results = answers.map((answer) => answer.json<Answer>().result).sort();
      expect(results).toEqual(['admitted', 'already_admitted']);
    }
  });

  it('admits one ticket for one nonce, even when two copies get it with two codes at the same moment', async () => {
    const bodies = Array.from({ length: 12 }, (_, i) => ({ ...request(), nonce: 'shared', code: codeOf(i % 3) }));
    const answers = await Promise.all(bodies.map(postEither));
    const texts = answers.map((answer) => answer.text);
    expect(new Set(texts).size).toBe(1);
    expect(JSON.parse(texts[0] ?? '')).toMatchObject({ result: 'admitted' });
    const admitted = await host.rows('tickets', 'select 1 from admission where event_id = $1', [event.eventId]);
    expect(admitted).toHaveLength(1);
  });

  it('knows no code that was forged, cut, changed or never a code', async () => {
    const code = codeOf(0);
    const changed = `${code.slice(0, 40)}${code[40] === 'A' ? 'B' : 'A'}${code.slice(41)}`;
    for (const bad of [
      'x',
      '💥',
      code.slice(1),
      `${code}A`,
      changed,
      code.toLowerCase(),
      `${code}=`,
      'A'.repeat(4096),
    ]) {
      expect([bad.slice(0, 10), await scan({ code: bad })]).toEqual([bad.slice(0, 10), { result: 'unknown_code' }]);
    }
    expect((await post(request({ code: 'A'.repeat(4097) }))).json()).toMatchObject({ code: 'invalid_request' });
    expect(await scan()).toMatchObject({ result: 'admitted' });
  });

  it("sends a ticket of another day away, and tells nothing of another organization's", async () => {
    const { organizationId } = event;
    const elsewhere = await host.publish({
      ...event,
      eventId: systemClock.newId(),
      organizationId,
      name: 'Second night',
    });
    const [own] = await host.buy(host.orderFor(elsewhere, { seats: 1 }));
    expect(await scan({ code: own?.code })).toMatchObject({ result: 'wrong_event', ticket: { id: own?.id } });
    const [foreign] = await host.buy(host.orderFor(await host.publish(), { seats: 1 }));
    expect(await scan({ code: foreign?.code })).toEqual({ result: 'unknown_code' });
  });

  it('refuses a void ticket, and a replaced credential without telling whose the ticket is now', async () => {
    await host.rows('tickets', `update ticket set state = 'void' where id = $1`, [tickets[0]?.id]);
    expect(await scan()).toMatchObject({ result: 'void', ticket: { id: tickets[0]?.id } });
    await host.rows(
      'tickets',
      `with newer as (
        insert into credential select ticket_id, 2, key_id, decode(repeat('ab', 16), 'hex') from credential where ticket_id = $1
      ) update ticket set credential_number = 2 where id = $1`,
      [tickets[1]?.id],
    );
    expect(await scan({ code: codeOf(1) })).toEqual({ result: 'replaced' });
    const admin = await host.tokenFor({ id: systemClock.newId(), role: 'admin' });
    const renewed = (await host.call(`GET /tickets/${tickets[1]?.id}`, { as: admin })).json<TicketAnswer>();
    expect(renewed.code).not.toBe(codeOf(1));
    expect(await scan({ code: renewed.code })).toMatchObject({ result: 'admitted', ticket: { id: tickets[1]?.id } });
  });

  it('checks the holder where the event asks for it: case, accents and dashes aside, a missing name is no match', async () => {
    await host.publish({ ...event, holderNameRequired: true });
    const order = host.orderFor(event, { seats: 1 });
    const named = order.lines.map((line) => ({ ...line, attendee: { firstName: 'Ana', lastName: 'García-Muñoz' } }));
    const [ticket] = await host.buy({ ...order, lines: named });
    const code = ticket?.code;
    expect(await scan({ code })).toMatchObject({ result: 'holder_mismatch' });
    expect(await scan({ code, holderLastName: 'Lovelace' })).toMatchObject({ result: 'holder_mismatch' });
    expect(await scan({ code, holderLastName: 'GARCIA MUNOZ' })).toMatchObject({ result: 'admitted' });
    expect(await scan({ code, holderLastName: 'Lovelace' })).toMatchObject({ result: 'already_admitted' });
  });

  it('ignores a name where the event does not ask for it', async () => {
    expect(await scan({ holderLastName: 'Somebody' })).toMatchObject({ result: 'admitted' });
  });

  it("lets only the event's own door staff, organizers and admins scan and count", async () => {
    const id = systemClock.newId();
    const { organizationId, eventId } = event;
    const cases = [
      [{ id, organizations: { [organizationId]: 'operator' as const } }, 200],
      [{ id, organizations: { [organizationId]: 'organizer' as const } }, 200],
      [{ id, role: 'admin' as const }, 200],
      [{ id, organizations: { [systemClock.newId()]: 'operator' as const } }, 404],
      [{ id }, 403],
    ] as const;
    for (const [person, status] of cases) {
      const as = await host.tokenFor(person);
      expect((await post(request(), as)).status).toBe(status);
      expect((await host.call(`GET /events/${eventId}/check-ins/stats`, { as })).status).toBe(status);
    }
    expect((await post(request({ eventId: systemClock.newId() }))).status).toBe(404);
    expect((await host.call('POST /check-ins', { body: request() })).status).toBe(401);
    const scans = await host.rows('tickets', 'select 1 from check_in where event_id = $1', [eventId]);
    expect(scans).toHaveLength(3);
  });

  it('counts admissions and refusals gate by gate', async () => {
    await scan({ gate: 'North' });
    await scan({ gate: 'North' });
    await scan({ gate: 'South', code: codeOf(1) });
    await scan({ code: codeOf(2) });
    await scan({ code: 'nonsense' });
    const stats = (await host.call(`GET /events/${event.eventId}/check-ins/stats`, { as: operator })).json();
    expect(stats).toEqual({
      eventId: event.eventId,
      issued: 3,
      admitted: 3,
      gates: [
        { gate: 'North', admitted: 1, refused: 1 },
        { gate: 'South', admitted: 1, refused: 0 },
        { gate: null, admitted: 1, refused: 1 },
      ],
    });
  });

  it('reads codes that were signed before a restart', async () => {
    const databases = Object.fromEntries(
      ['tickets', 'catalog', 'orders'].map((name) => [name, host.databaseUrl(name)]),
    );
    const restarted = await openTickets({ postgresUrl: inject('postgresUrl'), databases });
    try {
      const as = await operatorOf(event, restarted);
      const answer = await restarted.call('POST /check-ins', { as, body: request() });
      expect(answer.json()).toMatchObject({ result: 'admitted' });
    } finally {
      await restarted.close();
    }
  });
});
