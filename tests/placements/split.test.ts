/** Races in the split placement: one process a service, facts over NATS, the Node gateway in front. */
import { describeWith } from '@usher/kit/testing-programs';
import { afterAll, beforeAll } from 'vitest';
import { oneHall } from '../races/one-hall.ts';
import { paying } from '../races/paying.ts';
import { salesIn } from './placed-sale.ts';

describeWith('nats-server', 'split, one copy each', () => {
  const sales = salesIn('split');
  beforeAll(() => sales.world(), 120_000);
  afterAll(() => sales.close(), 60_000);

  oneHall(sales.openSale);
  paying(sales.openSale);
});
