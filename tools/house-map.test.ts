import { contracts } from '@usher/contracts/all';
import type { ServiceDefinition } from '@usher/kit/service';
import { describe, expect, it } from 'vitest';
import { services } from '../run/services.ts';
import { drawnInto } from './house-map.ts';

const page = 'before\n<!-- drawn by `npm run generate` -->\nold\n<!-- end of what is drawn -->\nafter\n';

describe('the map of the house', () => {
  it('stands between its marks, and the words around it stay', () => {
    const drawn = drawnInto(page, services);
    expect(drawn).toMatch(/^before\n/);
    expect(drawn).toMatch(/\nafter\n$/);
    expect(drawn).not.toContain('\nold\n');
    expect(drawnInto(drawn, services)).toBe(drawn);
  });

  it('shows every call, every fact, and who takes it in', () => {
    const drawn = drawnInto(page, services);
    expect(drawn).toContain('  payments --> orders\n');
    expect(drawn).toContain('| orders | `order.paid` | tickets |');
    for (const contract of Object.values(contracts))
      for (const name of Object.keys(contract.facts)) expect(drawn).toContain(`| ${contract.name} | \`${name}\` |`);
  });

  it('cannot be drawn of a fact nobody tells, nor into a page without marks', () => {
    const [first, ...others] = services;
    const dreamer = { ...first, follows: { orders: ['order.dreamt'] } } as ServiceDefinition;
    expect(() => drawnInto(page, [dreamer, ...others])).toThrow('order.dreamt, which orders never tells');
    expect(() => drawnInto('nothing', services)).toThrow('no place for the map');
  });
});
