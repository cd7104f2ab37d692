/**
 * The vocabulary contracts are written in. A contract says what a service promises: its operations
 * (requests it answers), its facts (things that happened, published once) and the refusals it may
 * give. It holds no behaviour; routes, the OpenAPI document and typed clients are all made from it.
 */
import type { z } from 'zod';
import type { RefusalCode } from './refusals.ts';

export type Role = 'admin' | 'organizer' | 'operator' | 'customer' | 'guest';
export type ServiceName =
  | 'gateway'
  | 'accounts'
  | 'catalog'
  | 'seats'
  | 'waiting-room'
  | 'orders'
  | 'payments'
  | 'tickets'
  | 'notifications';

/**
 * Who may call an operation.
 * `anyone`: no token needed (a bad one is still refused). `signedIn`: any token, guests included.
 * `account`: any token but a guest's. A list of roles: those roles, in any organization
 * (an admin may always; which organization is the handler's question). `service`: a peer that lists this service in its needs.
 */
export type Caller = 'anyone' | 'signedIn' | 'account' | 'service' | readonly Role[];

/** Rate-limit class: how dear and how abusable a call is. Numbers live in the edge's config. */
export type LimitClass = 'read' | 'write' | 'hold' | 'guest' | 'login' | 'mail' | 'upload' | 'scan' | 'none';

/** A success that is not JSON: a file of one media type, or a stream the handler writes itself. */
export interface FileAnswer {
  readonly file: string;
}
export type AnswerSchema = z.ZodType | FileAnswer | null;

export interface Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answers extends Record<number, AnswerSchema> = Record<number, AnswerSchema>,
  Codes extends RefusalCode = RefusalCode,
> {
  /** Method and path below `/api` (public) or `/internal` (internal); parameters as `{id}`. */
  readonly route: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  /** One sentence for the API page: what it promises. */
  readonly summary: string;
  readonly caller: Caller;
  readonly params?: Params;
  readonly query?: Query;
  /** A JSON body's schema. Strict on public operations: an unknown field is a 400. */
  readonly body?: Body;
  /** Media types of a raw (not JSON) body, e.g. an image; the handler gets a Buffer in `call.raw`. */
  readonly rawBody?: { readonly types: readonly string[]; readonly bytesMax: number };
  /** Largest JSON body in bytes; the edge's default (64 KiB) when absent. */
  readonly bodyBytesMax?: number;
  /** Success statuses and their bodies; `null` is an empty body. */
  readonly answers: Answers;
  readonly refusals: readonly Codes[];
  readonly limit: LimitClass;
  /** A step of somebody who has seats already: at the door of a busy process others wait for it (`kit/crowding`). */
  readonly inside?: boolean;
  /**
   * `required`: 400 without an Idempotency-Key. `optional` (default for POST): honoured when sent. `none`: ignored.
   * `sealed`: as `optional`, for an answer that holds secrets: it is kept for a minute, encrypted under a key that is
   * derived from the request's body. Only for bodies that hold a secret of at least 128 random bits.
   */
  readonly idempotency?: 'required' | 'optional' | 'none' | 'sealed';
  /** May be asked again when no answer came: asking twice has the effect of asking once. A GET always may. */
  readonly repeatable?: boolean;
}

/** Declares an operation; the identity function that keeps the literal types. */
export function operation<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  const Answers extends Record<number, AnswerSchema> = Record<number, AnswerSchema>,
  const Codes extends RefusalCode = never,
>(op: Operation<Params, Query, Body, Answers, Codes>): Operation<Params, Query, Body, Answers, Codes> {
  return op;
}

/** A fact: something that happened. Its payload's shape never changes within one version. */
export interface FactSchema<Payload extends z.ZodType = z.ZodType> {
  readonly version: number;
  readonly payload: Payload;
  /** Golden samples of this version: they must parse for ever (tested). */
  readonly samples: readonly z.input<Payload>[];
}

/** Declares a fact with its version and golden samples. */
export function fact<Payload extends z.ZodType>(
  version: number,
  payload: Payload,
  samples: readonly z.input<Payload>[],
): FactSchema<Payload> {
  return { version, payload, samples };
}

export interface Contract<
  Operations extends Record<string, Operation> = Record<string, Operation>,
  Internal extends Record<string, Operation> = Record<string, Operation>,
  Facts extends Record<string, FactSchema> = Record<string, FactSchema>,
> {
  readonly name: ServiceName;
  /** Routed by the gateway, described in the OpenAPI document. */
  readonly operations: Operations;
  /** Answered to peers only. */
  readonly internal: Internal;
  readonly facts: Facts;
}

/** Declares a service's contract; the identity function that keeps the literal types. */
export function contract<
  const Operations extends Record<string, Operation>,
  const Internal extends Record<string, Operation>,
  const Facts extends Record<string, FactSchema>,
>(c: Contract<Operations, Internal, Facts>): Contract<Operations, Internal, Facts> {
  return c;
}

/** A fact as it travels: one thing that happened to one aggregate. */
export interface Fact<Name extends string = string, Payload = unknown> {
  readonly id: string;
  readonly name: Name;
  readonly version: number;
  readonly aggregateId: string;
  /** Grows with each change of the aggregate; consumers ignore older than seen. */
  readonly aggregateVersion: number;
  readonly occurredAt: string;
  readonly requestId: string;
  /** The story it is part of, as a W3C trace id; facts from before there were traces have none. */
  readonly traceId?: string;
  readonly payload: Payload;
}
