import { contracts } from '@usher/contracts/all';
import type { Contract } from '@usher/contracts/contract';
import { openApi } from '@usher/kit/openapi';
import { describe, expect, it } from 'vitest';

interface Described {
  operationId: string;
  tags: string[];
  parameters: { name: string; in: string; required: boolean; schema?: object }[];
  requestBody?: object;
  responses: Record<string, { description: string }>;
  security?: object[];
}

const all: readonly Contract[] = Object.values(contracts);
const document = openApi(all, { title: 'Usher', version: '1.0.0', description: 'All of it.' });
const paths = document['paths'] as Record<string, Record<string, Described>>;
const described = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, one]) => ({ path, method, one })),
);

describe('the OpenAPI document', () => {
  it('describes every public operation once, and no internal one', () => {
    const promised = all.flatMap((contract) => Object.values(contract.operations).map((operation) => operation.route));
    const routes = described.map(({ path, method }) => `${method.toUpperCase()} ${path.replace('/api', '')}`);
    expect(routes.sort()).toEqual([...promised].sort());
    expect(new Set(described.map(({ one }) => one.operationId)).size).toBe(promised.length);
  });

  it('has a component for every reference', () => {
    const { schemas } = document['components'] as { schemas: Record<string, unknown> };
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(refs.length).toBeGreaterThan(50);
    const known = new Set(Object.keys(schemas).map((name) => `#/components/schemas/${name}`));
    expect(refs.filter((ref) => !known.has(ref))).toEqual([]);
  });

  it('declares every path parameter, required and with a shape, and no other', () => {
    for (const { path, one } of described) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = one.parameters.filter((parameter) => parameter.in === 'path');
      expect(declared.map((parameter) => parameter.name).sort(), path).toEqual(named.sort());
      for (const parameter of declared) expect(parameter, path).toMatchObject({ required: true });
      for (const parameter of one.parameters) expect(parameter.schema, `${path} ${parameter.name}`).toBeDefined();
    }
  });

  it('tells a success and the refusals of each operation, and that it needs a token where it does', () => {
    for (const { path, method, one } of described) {
      const statuses = Object.keys(one.responses);
      expect(
        statuses.some((status) => status.startsWith('2') || status.startsWith('3')),
        `${method} ${path}`,
      ).toBe(true);
      expect(statuses).toEqual(expect.arrayContaining(['429', '500', '503']));
      expect('401' in one.responses || one.security === undefined, path).toBe(true);
      if (method === 'get') expect(one.requestBody, path).toBeUndefined();
    }
  });
});
