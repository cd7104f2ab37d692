import { expect, test } from 'vitest';
import type { Data } from '../../app/api/ask.ts';
import { groupTickets, isOver } from '../../app/tickets/group-tickets.ts';

const now = Date.parse('2027-05-01T18:00:00Z');

function ticket(
  id: string,
  orderId: string,
  startsAt: string,
  seat: Data<'getTicket'>['seat'] = null,
): Data<'getTicket'> {
  return {
    id,
    orderId,
    eventId: `event of ${orderId}`,
    seat,
    area: seat === null ? 'Standing' : null,
    tierKey: 'standard',
    holder: { firstName: 'Ada', lastName: 'Lovelace' },
    state: 'valid',
    code: `secret of ${id}`,
    event: { name: `Night ${orderId}`, startsAt, timeZone: 'Europe/Berlin', venue: { name: 'Hall', city: 'Berlin' } },
  };
}

test('What comes next is on top, and of what is over the latest', () => {
  const { ahead, over } = groupTickets(
    [
      ticket('1', 'in June', '2027-06-01T18:00:00Z'),
      ticket('2', 'in March', '2027-03-01T18:00:00Z'),
      ticket('3', 'tomorrow', '2027-05-02T18:00:00Z'),
      ticket('4', 'in April', '2027-04-01T18:00:00Z'),
    ],
    now,
  );
  expect(ahead.map(({ orderId }) => orderId)).toEqual(['tomorrow', 'in June']);
  expect(over.map(({ orderId }) => orderId)).toEqual(['in April', 'in March']);
});

test('A show that began an hour ago is still ahead; by the next morning it is over', () => {
  expect(isOver('2027-05-01T17:00:00Z', now)).toBe(false);
  expect(isOver('2027-05-01T17:00:00Z', now + 12 * 3600 * 1000)).toBe(true);
});

test('The tickets of one order stay together, and a list carries no codes', () => {
  const row = (number: string) => ({ section: 'Stalls A', row: 'F', number });
  const { ahead } = groupTickets(
    [ticket('1', 'a', '2027-06-01T18:00:00Z', row('12')), ticket('2', 'a', '2027-06-01T18:00:00Z', row('13'))],
    now,
  );
  expect(ahead).toHaveLength(1);
  expect(ahead[0]?.tickets.map(({ seat, section, count }) => [seat, section, count])).toEqual([
    ['Row F, seat 12', 'Stalls A', undefined],
    ['Row F, seat 13', 'Stalls A', undefined],
  ]);
  expect(JSON.stringify(ahead)).not.toContain('secret');
});

test('Tickets of one area are counted through, as they have no seat to tell them apart', () => {
  const { ahead } = groupTickets(
    ['1', '2'].map((id) => ticket(id, 'a', '2027-06-01T18:00:00Z')),
    now,
  );
  expect(ahead[0]?.tickets.map(({ seat, count }) => `${seat}: ${count ?? ''}`)).toEqual([
    'Standing: Ticket 1 of 2',
    'Standing: Ticket 2 of 2',
  ]);
});
