/** Every public operation, so that what holds for all of them is tried on all of them. */
import { contracts } from '@usher/contracts/all';
import type { Operation } from '@usher/contracts/contract';
import type { Answer } from '../answer.ts';
import { sendAsIs } from './requests.ts';

export interface Route {
  readonly method: string;
  /** Below `/api`, parameters as `{id}`. */
  readonly path: string;
  readonly operation: Operation;
}

export const routes: readonly Route[] = Object.values(contracts).flatMap(({ operations }) =>
  Object.values<Operation>(operations).map((operation) => {
    const [method = '', path = ''] = operation.route.split(' ');
    return { method, path, operation };
  }),
);

/** Calls a route with every parameter replaced by `id`, under a key where one is needed. */
export function callRoute(
  { method, path, operation }: Route,
  { id, token, body, key }: { id: string; token?: string | undefined; body?: string; key?: string },
): Promise<Answer> {
  const needsKey = operation.idempotency === 'required';
  return sendAsIs(method, `/api${path.replace(/\{\w+\}/g, id)}`, {
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
      ...(needsKey ? { 'idempotency-key': key ?? 'bad-input' } : {}),
    },
    ...(body === undefined ? {} : { body }),
  });
}
