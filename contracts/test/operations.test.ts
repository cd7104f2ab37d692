import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contracts } from '../src/all.ts';
import type { Contract, Operation } from '../src/contract.ts';
import { SeatMapRequest } from '../src/seat-map.ts';
import { HoldRequest } from '../src/seats.ts';

const all: readonly Contract[] = Object.values(contracts);
const published = all.flatMap((contract) => Object.entries(contract.operations));
const everything = all.flatMap((contract) =>
  [contract.operations, contract.internal].flatMap(Object.entries<Operation>),
);

describe('operations', () => {
  test('no two public operations share a name or a route', () => {
    const names = published.map(([name]) => name);
    const routes = published.map(([, { route }]) => route.replaceAll(/\{[^}]+\}/g, '{}'));
    expect(names).toEqual([...new Set(names)]);
    expect(routes).toEqual([...new Set(routes)]);
  });

  test.each(everything)('%s names in its parameters exactly what its route names', (_name, { route, params }) => {
    const inRoute = [...route.matchAll(/\{([^}]+)\}/g)].map(([, parameter]) => parameter);
    expect(params instanceof z.ZodObject ? Object.keys(params.shape) : []).toEqual(inRoute);
  });

  test.each(everything)('%s can be described as JSON Schema', (_name, { params, query, body, answers }) => {
    for (const schema of [params, query, body]) if (schema) z.toJSONSchema(schema, { io: 'input' });
    for (const answer of Object.values(answers)) if (answer instanceof z.ZodType) z.toJSONSchema(answer);
  });

  test.each(published)('%s refuses a field it does not know', (_name, { body, query }) => {
    for (const schema of [body, query]) {
      const issues = schema?.safeParse({ surprise: 1 }).error?.issues ?? [];
      if (schema) expect(issues.map((issue) => issue.code)).toContain('unrecognized_keys');
    }
  });

  test('creating an order or a payment needs an idempotency key', () => {
    expect(contracts.orders.operations.createOrder.idempotency).toBe('required');
    expect(contracts.payments.operations.createPayment.idempotency).toBe('required');
  });
});

describe('a request to hold seats', () => {
  const seat = (n: number) => `0198c0de-0000-7000-8000-0000000000${n.toString(16).padStart(2, '0')}`;
  const seats = (count: number) => Array.from({ length: count }, (_, n) => seat(n));
  const accepts = (places: object) => HoldRequest.safeParse({ eventId: seat(255), ...places }).success;

  test('names seats, areas or both', () => {
    expect(accepts({ seatIds: seats(2) })).toBe(true);
    expect(accepts({ areas: [{ areaId: seat(1), quantity: 3 }] })).toBe(true);
    expect(accepts({ seatIds: seats(2), areas: [{ areaId: seat(1), quantity: 3 }] })).toBe(true);
    expect(accepts({})).toBe(false);
    expect(accepts({ seatIds: [] })).toBe(false);
  });

  test('names nothing twice, whatever the case of its letters', () => {
    expect(accepts({ seatIds: [seat(10), seat(10).toUpperCase()] })).toBe(false);
    expect(
      accepts({
        areas: [
          { areaId: seat(1), quantity: 1 },
          { areaId: seat(1), quantity: 2 },
        ],
      }),
    ).toBe(false);
  });

  test('has at most 50 seats and at least one place of an area', () => {
    expect(accepts({ seatIds: seats(50) })).toBe(true);
    expect(accepts({ seatIds: seats(51) })).toBe(false);
    expect(accepts({ areas: [{ areaId: seat(1), quantity: 0 }] })).toBe(false);
    expect(accepts({ areas: [{ areaId: seat(1), quantity: 1.5 }] })).toBe(false);
  });
});

describe('a request to set a seat map', () => {
  const drawing = (x: number) => ({
    sections: [{ name: 'A', rows: [{ name: '1', seats: [{ number: 1, x, y: 0 }] }] }],
  });

  test('is a drawing or a generator, and seat numbers become text', () => {
    expect(SeatMapRequest.parse(drawing(5)).sections?.[0]?.rows[0]?.seats[0]?.number).toBe('1');
    expect(SeatMapRequest.safeParse({ generator: { shape: 'theatre', seats: 300 } }).success).toBe(true);
    expect(SeatMapRequest.safeParse({ ...drawing(5), generator: { shape: 'theatre' } }).success).toBe(false);
    expect(SeatMapRequest.safeParse({}).success).toBe(false);
  });

  test('tells the path of a fault', () => {
    const paths = SeatMapRequest.safeParse(drawing(-1)).error?.issues.map((issue) => issue.path.join('.'));
    expect(paths).toEqual(['sections.0.rows.0.seats.0.x']);
  });
});
