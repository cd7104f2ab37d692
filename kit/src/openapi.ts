/** The OpenAPI 3.1 document, written from the contracts: what is not in a contract is not in the document, and the reverse. */
import type { Contract, Operation } from '@usher/contracts/contract';
import { refusals } from '@usher/contracts/refusals';
import { z } from 'zod';
import { keyRule } from './operations.ts';

type Json = Record<string, unknown>;

const Problem: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'instance'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', description: 'Stable; what programs decide by.' },
    instance: { type: 'string', description: 'The request id.' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
  },
};

/** Describes the public operations of these contracts. */
export function openApi(
  contracts: readonly Contract[],
  info: { title: string; version: string; description: string },
): Json {
  const paths: Record<string, Json> = {};
  const schemas: Record<string, unknown> = { Problem };
  for (const contract of contracts) {
    for (const [name, operation] of Object.entries(contract.operations)) {
      const [method = '', path = ''] = operation.route.split(' ');
      (paths[`/api${path}`] ??= {})[method.toLowerCase()] = describe(contract.name, name, operation, schemas);
    }
  }
  return {
    openapi: '3.1.0',
    info,
    servers: [{ url: '/' }],
    tags: contracts.filter((c) => Object.keys(c.operations).length > 0).map((c) => ({ name: c.name })),
    paths,
    components: { schemas, securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  };
}

function describe(service: string, name: string, operation: Operation, schemas: Record<string, unknown>): Json {
  const responses: Json = {};
  for (const [status, answer] of Object.entries(operation.answers)) {
    responses[status] = {
      description: 'Success',
      ...(answer === null
        ? {}
        : {
            content:
              answer instanceof z.ZodType
                ? { 'application/json': { schema: toJson(answer, 'output', schemas) } }
                : { [answer.file]: { schema: { type: 'string', format: 'binary' } } },
          }),
    };
  }
  for (const [status, codes] of Object.entries(group(operation))) {
    responses[status] = {
      description: codes.map((code) => `\`${code}\`: ${refusals[code].title}`).join('. '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  return {
    operationId: name,
    tags: [service],
    summary: operation.summary,
    ...(operation.caller === 'anyone' ? {} : { security: [{ bearer: [] }] }),
    parameters: [
      ...parameters(operation.params, 'path', schemas),
      ...parameters(operation.query, 'query', schemas),
      ...keyParameter(operation),
    ],
    ...(operation.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: toJson(operation.body, 'input', schemas) } },
          },
        }
      : {}),
    ...(operation.rawBody
      ? {
          requestBody: {
            required: true,
            content: Object.fromEntries(
              operation.rawBody.types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
            ),
          },
        }
      : {}),
    responses,
  };
}

type Code = keyof typeof refusals;

function refusalsOf(operation: Operation): Code[] {
  const general: Code[] = ['rate_limited', 'overloaded', 'internal_error'];
  if (operation.caller !== 'anyone') general.unshift('unauthenticated');
  if (operation.body ?? operation.query) general.unshift('invalid_request');
  return [...new Set<Code>([...operation.refusals, ...general])];
}

function group(operation: Operation): Record<string, Code[]> {
  const groups: Record<string, Code[]> = {};
  for (const code of refusalsOf(operation)) (groups[String(refusals[code].status)] ??= []).push(code);
  return groups;
}

function keyParameter(operation: Operation): Json[] {
  const rule = keyRule(operation);
  return rule === 'none'
    ? []
    : [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: rule === 'required',
          schema: { type: 'string', minLength: 1, maxLength: 255 },
        },
      ];
}

function parameters(schema: z.ZodType | undefined, where: 'path' | 'query', schemas: Record<string, unknown>): Json[] {
  if (!schema) return [];
  const json = toJson(schema, 'input', schemas);
  const object = (
    typeof json['$ref'] === 'string' ? schemas[json['$ref'].replace('#/components/schemas/', '')] : json
  ) as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || (object.required ?? []).includes(name),
    schema: property,
  }));
}

/** One JSON Schema; shapes that have an id become components, once. */
function toJson(schema: z.ZodType, io: 'input' | 'output', schemas: Record<string, unknown>): Json {
  const json = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' }) as Json & {
    $defs?: Record<string, Json>;
    id?: string;
  };
  const { $defs, $schema: _schema, id, ...rest } = json;
  for (const [name, definition] of Object.entries($defs ?? {})) {
    const { id: _id, ...shape } = definition;
    schemas[name] ??= moveRefs(shape);
  }
  const own = moveRefs(rest) as Json;
  if (typeof id !== 'string') return own;
  schemas[id] ??= own;
  return { $ref: `#/components/schemas/${id}` };
}

function moveRefs(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(moveRefs);
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) =>
      key === '$ref' && typeof value === 'string'
        ? [key, value.replace('#/$defs/', '#/components/schemas/')]
        : [key, moveRefs(value)],
    ),
  );
}
