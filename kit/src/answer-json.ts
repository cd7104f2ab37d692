/** Writing answers as JSON straight from the contract's schema: quick, and what the schema does not name is never sent. */
import fastJson from 'fast-json-stringify';
import { z } from 'zod';

type JsonSchema = Record<string, unknown>;

const writers = new WeakMap<z.ZodType, (value: unknown) => string>();

/** The writer of a schema; compiled once. */
export function answerWriter(schema: z.ZodType): (value: unknown) => string {
  let writer = writers.get(schema);
  if (!writer) {
    const json = z.toJSONSchema(schema, {
      target: 'draft-7',
      io: 'output',
      unrepresentable: 'any',
      reused: 'inline',
    }) as JsonSchema;
    writer = fastJson(flatten(json, (json['definitions'] ?? {}) as Record<string, JsonSchema>) as never) as (
      value: unknown,
    ) => string;
    writers.set(schema, writer);
  }
  return writer;
}

/**
 * Makes a schema the compiled writer is quick with: references in place (contracts have no cycles),
 * "this or null" as a nullable type instead of a run-time choice, and no formats (checked on the way in).
 */
function flatten(schema: unknown, definitions: Record<string, JsonSchema>): unknown {
  if (Array.isArray(schema)) return schema.map((item) => flatten(item, definitions));
  if (schema === null || typeof schema !== 'object') return schema;
  const node = schema as JsonSchema;
  if (typeof node['$ref'] === 'string')
    return flatten(definitions[node['$ref'].replace('#/definitions/', '')] ?? {}, definitions);
  const choices = node['anyOf'];
  if (Array.isArray(choices) && choices.length === 2) {
    const value = choices.find((choice: JsonSchema) => choice['type'] !== 'null') as JsonSchema | undefined;
    if (value && choices.some((choice: JsonSchema) => choice['type'] === 'null'))
      return { ...(flatten(value, definitions) as JsonSchema), nullable: true };
  }
  const skipped = new Set([
    '$schema',
    'id',
    '$id',
    'format',
    'pattern',
    'definitions',
    'description',
    'examples',
    'default',
  ]);
  return Object.fromEntries(
    Object.entries(node)
      .filter(
        ([key, value]) =>
          !skipped.has(key) || (typeof value === 'object' && !['definitions', 'examples'].includes(key)),
      )
      .map(([key, value]) => [key, flatten(value, definitions)]),
  );
}
