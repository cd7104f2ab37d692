/** Races with two copies of every service behind nginx, with Redis and NATS; then every copy is replaced in mid-sale, and
 * at last every process dies once. */
import { describeWith } from '@usher/kit/testing-programs';
import { afterAll, beforeAll } from 'vitest';
import { oneHall } from '../races/one-hall.ts';
import { paying } from '../races/paying.ts';
import { everythingDies } from './dying.ts';
import { salesIn } from './placed-sale.ts';
import { copiesAreReplaced } from './replacing.ts';

describeWith(['nginx', 'redis-server', 'nats-server'], 'two copies each behind nginx', () => {
  const sales = salesIn('copies');
  beforeAll(() => sales.world(), 120_000);
  afterAll(() => sales.close(), 60_000);

  oneHall(sales.openSale);
  paying(sales.openSale);
  copiesAreReplaced(sales);
  everythingDies(sales);
});
