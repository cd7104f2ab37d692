import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contracts } from '../src/all.ts';
import type { Contract, FactSchema } from '../src/contract.ts';

/** One line per fact and version: its shape when it was first told. A line is added, never changed. */
const shapes: Record<string, string> = JSON.parse(readFileSync(new URL('./fact-shapes.json', import.meta.url), 'utf8'));

const facts = Object.values(contracts).flatMap((contract: Contract) =>
  Object.entries(contract.facts).map(([name, schema]) => ({ contract: contract.name, name, schema })),
);

describe('facts', () => {
  test('there are facts to test, and no two services tell one of the same name', () => {
    const names = facts.map((fact) => fact.name);
    expect(names.length).toBeGreaterThan(30);
    expect(names).toEqual([...new Set(names)]);
  });

  test('every shape written down belongs to a fact, and every fact has one', () => {
    expect(Object.keys(shapes).sort()).toEqual(facts.map(({ name, schema }) => `${name}@${schema.version}`).sort());
  });

  for (const { contract, name, schema } of facts) {
    test(`${contract} tells ${name} version ${schema.version} in the shape it always had`, () => {
      expect(shapeOf(schema), 'a changed payload needs a new version').toBe(shapes[`${name}@${schema.version}`]);
    });

    test(`the golden samples of ${name} parse and nothing of them is dropped`, () => {
      expect(schema.samples.length).toBeGreaterThan(0);
      for (const sample of schema.samples) expect(schema.payload.parse(sample)).toEqual(sample);
    });

    test(`${name} without one of its fields is refused`, () => {
      for (const sample of schema.samples as Record<string, unknown>[]) {
        for (const field of Object.keys(sample)) {
          expect(schema.payload.safeParse({ ...sample, [field]: undefined }).success, field).toBe(false);
        }
      }
    });
  }
});

interface JsonSchema {
  type?: string | string[];
  format?: string;
  enum?: string[];
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

function shapeOf(schema: FactSchema): string {
  return written(
    z.toJSONSchema(schema.payload, { io: 'input', reused: 'inline', metadata: z.registry() }) as JsonSchema,
  );
}

/** A payload's shape on one line, e.g. `{gate: string | null, ticketId: uuid}`; fields in alphabetic order. */
function written(schema: JsonSchema): string {
  if (schema.anyOf) return schema.anyOf.map(written).join(' | ');
  if (schema.enum) return schema.enum.map((value) => `'${value}'`).join(' | ');
  if (schema.type === 'array' && schema.items) return `[${written(schema.items)}]`;
  if (!schema.properties) return schema.format ?? [schema.type ?? 'unknown'].flat().join(' | ');
  const fields = Object.entries(schema.properties).sort(([a], [b]) => (a < b ? -1 : 1));
  const optional = (name: string) => (schema.required?.includes(name) ? '' : '?');
  return `{${fields.map(([name, field]) => `${name}${optional(name)}: ${written(field)}`).join(', ')}}`;
}
