/**
 * A service is a value: what it promises (contract), whom it calls (needs), whom it listens to,
 * how it is configured, and how it opens. Importing it opens nothing; two copies fit in one process.
 */
import type { Contract, Operation } from '@usher/contracts/contract';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { Batch, BatchOptions } from './batch.ts';
import type { Cache } from './cache.ts';
import type { Clock } from './clock.ts';
import type { ConfigOf, Variables } from './config.ts';
import type { Database, Transaction } from './database.ts';
import type { FactHandler } from './inbox.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Handlers } from './operations.ts';
import type { LogEntry } from './outbox.ts';
import type { Principal, PrincipalVerifier } from './principal.ts';
import type { Refusal } from './refusal.ts';
import type { SigningKey } from './signing-keys.ts';
import type { WorkKind } from './work.ts';

type ParsedInput<S> = NonNullable<S> extends z.ZodType ? z.input<NonNullable<S>> : undefined;
type AnswerBody<Op extends Operation> = Op['answers'][keyof Op['answers']] extends infer S
  ? S extends z.ZodType
    ? z.output<S>
    : undefined
  : never;

export interface PeerCall<Op extends Operation> {
  readonly params?: ParsedInput<Op['params']>;
  readonly query?: ParsedInput<Op['query']>;
  readonly body?: ParsedInput<Op['body']>;
  readonly requestId: string;
  /** Milliseconds this call may take; the kit's default when absent. */
  readonly timeoutMs?: number;
}

/** A typed client of a peer's internal operations. Throws `RefusedError` (`unavailable`, `overloaded`) when the peer cannot answer. */
export type Client<C extends Contract> = {
  readonly [K in keyof C['internal']]: (
    call: PeerCall<C['internal'][K]>,
  ) => Promise<AnswerBody<C['internal'][K]> | Refusal<C['internal'][K]['refusals'][number]>>;
};
export type Needs = Readonly<Record<string, Contract>>;
export type Clients<N extends Needs> = { readonly [K in keyof N]: Client<N[K]> };

/** A fact of this service's contract, ready to record. */
export type FactOf<C extends Contract> = {
  [Name in keyof C['facts'] & string]: {
    readonly name: Name;
    readonly aggregateId: string;
    readonly aggregateVersion: number;
    readonly requestId: string;
    readonly payload: z.input<C['facts'][Name]['payload']>;
  };
}[keyof C['facts'] & string];

/** What a service gets when it opens. */
export interface Kit<C extends Contract, N extends Needs, V extends Variables> {
  readonly config: ConfigOf<V>;
  readonly db: Database;
  readonly peers: Clients<N>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Texts that all copies of this service share while Redis is there. */
  readonly cache: Cache;
  /** Ends when the process drains. */
  readonly signal: AbortSignal;
  /** Publishes facts with the transaction, checked against the contract. */
  record(tx: Transaction, facts: readonly FactOf<C>[]): Promise<void>;
  /** Calls the listener with every later entry of this service's own log, whichever copy wrote it. */
  tailLog(listener: (entries: readonly LogEntry[]) => void): void;
  /** Resolves when the listeners of `tailLog` have had everything that any copy had committed by now, or after the bound. */
  logCaughtUp(boundMs: number): Promise<void>;
  batch<In, Out>(options: Omit<BatchOptions<In, Out>, 'metrics' | 'clock'>): Batch<In, Out>;
  /** This service's own current signing key. */
  signingKey(use: string): Promise<SigningKey>;
  /** The user of an access token that is shown beside the caller's own; undefined when it opens nothing. */
  verifyUser(token: string): Promise<Principal | undefined>;
  /** Says that this process has just signed a user's token itself: see `PrincipalVerifier.vouch`. */
  vouch: PrincipalVerifier['vouch'];
  /** Resolves when this process verifies tokens by what is committed now; other processes poll. */
  trustChanged(): Promise<void>;
}

/** What a service gives back when it has opened. */
export interface Opened<C extends Contract> {
  readonly operations: Handlers<C['operations']>;
  readonly internal: Handlers<C['internal']>;
  /** By producer, by fact name. */
  readonly follows?: Readonly<Record<string, Readonly<Record<string, FactHandler>>>>;
  readonly work?: Readonly<Record<string, WorkKind>>;
  /** Sweeps: correctness never waits for them. */
  readonly every?: readonly { readonly name: string; readonly seconds: number; run(): Promise<void> }[];
  /** A sentence why it cannot serve yet, or undefined. */
  readonly ready?: () => Promise<string | undefined>;
  /** Pages beside the API (never below `/api`). */
  readonly pages?: (app: FastifyInstance) => void;
  readonly close?: () => Promise<void>;
}

export interface ServiceDefinition<
  C extends Contract = Contract,
  N extends Needs = Needs,
  V extends Variables = Variables,
> {
  readonly contract: C;
  /** Peers it calls. An undeclared call does not compile. */
  readonly needs: N;
  /** The facts it takes in, by producer: just those `open` gives handlers for. */
  readonly follows: Readonly<Record<string, readonly string[]>>;
  readonly config: V;
  /** Directory of its migrations, or undefined for a service without a database of its own. */
  readonly migrations: string;
  open(kit: Kit<C, N, V>): Promise<Opened<C>>;
}

/** Declares a service; the identity function that ties the types together. */
export function service<const C extends Contract, const N extends Needs, const V extends Variables>(
  definition: ServiceDefinition<C, N, V>,
): ServiceDefinition<C, N, V> {
  return definition;
}
