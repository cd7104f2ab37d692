/**
 * The typed client of Usher's API: operations by their name in the contracts, answers or refusals as values.
 * Only types come from the contracts, so a page that asks carries no schema.
 */
import type { contracts } from '@usher/contracts/all';
import type { FileAnswer, Operation } from '@usher/contracts/contract';
import type { RefusalCode } from '@usher/contracts/refusals';
import type { z } from 'zod';
import { operationRoutes } from './routes.generated.ts';

type Contracts = typeof contracts;
type Merged<U> = (U extends unknown ? (each: U) => void : never) extends (all: infer I) => void ? I : never;
type Operations = Merged<Contracts[keyof Contracts]['operations']>;
export type OperationName = keyof typeof operationRoutes;
type OperationOf<Name extends OperationName> = Operations[Name];

type InputOf<S> = NonNullable<S> extends z.ZodType ? z.input<NonNullable<S>> : undefined;
type Part<Key extends string, Value> = [Value] extends [undefined]
  ? unknown
  : undefined extends Value
    ? { readonly [K in Key]?: Value }
    : Record<string, never> extends Value
      ? { readonly [K in Key]?: Value }
      : { readonly [K in Key]: Value };
type Parts<Op extends Operation> = Part<'params', InputOf<Op['params']>> &
  Part<'query', InputOf<Op['query']>> &
  Part<'body', InputOf<Op['body']>>;

export interface AskOptions {
  /** The Idempotency-Key: the same key and body get the first answer again. */
  readonly key?: string;
  readonly signal?: AbortSignal;
}

type AnswerBody<S> = S extends z.ZodType ? z.output<S> : S extends FileAnswer ? never : null;
/** What an operation answers with, as a type: `Data<'getEvent'>`. */
export type Data<Name extends OperationName> = AnswerBody<
  OperationOf<Name>['answers'][keyof OperationOf<Name>['answers']]
>;

/** An expected "no", or that nobody could be reached. `more` holds what the code brings along, e.g. `seatIds`. */
export interface Refusal {
  readonly code: RefusalCode | 'unreachable';
  readonly status: number;
  readonly detail: string | undefined;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly more: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;
  /** What support needs to find the request again. */
  readonly requestId: string | undefined;
}

export type Answered<T> =
  | { readonly ok: true; readonly status: number; readonly data: T; readonly headers: Headers }
  | { readonly ok: false; readonly refusal: Refusal };

type Asking<Name extends OperationName> = Parts<OperationOf<Name>> & AskOptions;
export type Ask = <Name extends OperationName>(
  name: Name,
  ...input: Record<string, never> extends Asking<Name> ? [input?: Asking<Name>] : [input: Asking<Name>]
) => Promise<Answered<Data<Name>>>;

/** A request below `/api`, before it is known how it travels. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal | undefined;
}

type Loose = Readonly<Record<string, string | number | boolean | null | undefined>>;

interface LooseInput extends AskOptions {
  readonly params?: Loose;
  readonly query?: Loose;
  readonly body?: unknown;
}

/** Makes the client over a way to send; whatever fails on the way is the refusal `unreachable`. */
export function createAsk(send: (asked: Asked) => Promise<Response>): Ask {
  return async (name, ...[input]) => {
    const asked = toAsked(operationRoutes[name], input ?? {});
    let response: Response;
    try {
      response = await send(asked);
      if (response.ok) {
        const isJson = response.headers.get('content-type')?.includes('json') === true;
        const data = (isJson ? await response.json() : null) as Data<typeof name>;
        return { ok: true, status: response.status, data, headers: response.headers };
      }
      return { ok: false, refusal: await refusalOf(response) };
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      return { ok: false, refusal: unreachable };
    }
  };
}

const unreachable: Refusal = {
  code: 'unreachable',
  status: 0,
  detail: undefined,
  errors: [],
  more: {},
  retryAfterSeconds: undefined,
  requestId: undefined,
};

function toAsked(route: string, input: LooseInput): Asked {
  const [method = 'GET', template = '/'] = route.split(' ');
  const path = template.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(input.params?.[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {}))
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  return {
    method,
    path: search.size === 0 ? path : `${path}?${search.toString()}`,
    headers: {
      accept: 'application/json',
      ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(input.key === undefined ? {} : { 'idempotency-key': input.key }),
    },
    body: input.body === undefined ? undefined : JSON.stringify(input.body),
    signal: input.signal,
  };
}

/** Reads a problem document (RFC 9457); an answer that is none still becomes a refusal. */
async function refusalOf(response: Response): Promise<Refusal> {
  const given: unknown = await response.json().catch(() => ({}));
  const problem = (given ?? {}) as Record<string, unknown>;
  const { code, detail, errors, instance, type: _type, title: _title, status: _status, ...more } = problem;
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
  return {
    code: (typeof code === 'string' ? code : 'internal_error') as RefusalCode,
    status: response.status,
    detail: typeof detail === 'string' ? detail : undefined,
    errors: Array.isArray(errors) ? (errors as Refusal['errors']) : [],
    more,
    retryAfterSeconds: Number.isFinite(wait) ? wait : undefined,
    requestId: typeof instance === 'string' ? instance : undefined,
  };
}
