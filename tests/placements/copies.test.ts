/** Races with two copies of every service behind nginx, with Redis and NATS; then every process dies once in mid-sale. */
import { describeWith } from '@usher/kit/testing-programs';
import { afterAll, beforeAll } from 'vitest';
import { oneHall } from '../races/one-hall.ts';
import { paying } from '../races/paying.ts';
import { everythingDies } from './dying.ts';
import { salesIn } from './placed-sale.ts';

describeWith(['nginx', 'redis-server', 'nats-server'], 'two copies each behind nginx', () => {
  const sales = salesIn('copies');
  beforeAll(() => sales.world(), 120_000);
  afterAll(() => sales.close(), 60_000);

  oneHall(sales.openSale);
  paying(sales.openSale);
  everythingDies(sales);
});
