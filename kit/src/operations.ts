/**
 * How an operation is answered, however the call came (HTTP or in place): who is asking, the
 * shape of what they ask, the idempotency key, the verb, the shape of the answer; in that order.
 */
import type { ServerResponse } from 'node:http';
import type { AnswerSchema, FileAnswer, Operation } from '@usher/contracts/contract';
import { z } from 'zod';
import { answerWriter } from './answer-json.ts';
import type { Clock } from './clock.ts';
import { noTurn, type Turn } from './crowding.ts';
import type { Idempotency } from './idempotency.ts';
import { type Input, parseInput } from './input.ts';
import { type Answer, answerOnce, answerReserved, type KeyedWork, type Made, REPLAYED } from './keyed-calls.ts';
import { type Once, Told } from './once.ts';
import { hasRole, type Principal } from './principal.ts';
import { Refusal, refuse, refuseFields } from './refusal.ts';

type Parsed<S> = NonNullable<S> extends z.ZodType ? z.output<NonNullable<S>> : undefined;

/** What a handler gets: parsed input and who asks. */
export interface Call<Op extends Operation = Operation> {
  readonly params: Parsed<Op['params']>;
  readonly query: Parsed<Op['query']>;
  readonly body: Parsed<Op['body']>;
  /** The bytes of a raw body, with its content type. */
  readonly raw: { readonly bytes: Buffer; readonly type: string } | undefined;
  /** Who is asking; throws where the contract lets anyone call and nobody signed in: use `visitor` there. */
  readonly principal: Principal;
  readonly visitor: Principal | undefined;
  header(name: string): string | undefined;
  readonly address: string;
  readonly requestId: string;
  /** The id of what this call makes. A retry of what may have been made gets the same id, if it has the same Idempotency-Key. */
  readonly madeId: string;
  /** For a verb that keeps its answers itself (`keepingAnswers`): how, where the caller gave a key. */
  readonly once: Once | undefined;
  /** Milliseconds since the epoch after which nobody waits for the answer. */
  readonly deadline: number;
  /** Waits for somebody else's machine, and meanwhile leaves its room in this process to others (`crowding.ts`). */
  readonly aside: Turn['aside'];
}

/** A success with something beside the plain body: a status among several, headers, bytes, or a stream. */
export class Reply<Body> {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
  constructor(body: Body, options: { status?: number; headers?: Record<string, string> } = {}) {
    this.body = body;
    this.status = options.status;
    this.headers = options.headers ?? {};
  }
}

/** Bytes or text sent as they are, or a function that writes to the raw response until it ends. */
export type FileBody = Buffer | string | ((response: ServerResponse) => void);

type BodyOf<S extends AnswerSchema> = S extends z.ZodType
  ? z.input<S>
  : S extends FileAnswer
    ? Reply<FileBody>
    : undefined;
export type AnswerOf<Op extends Operation> = BodyOf<Op['answers'][keyof Op['answers']] & AnswerSchema>;
export type RefusalOf<Op extends Operation> = Refusal<Op['refusals'][number]>;

/**
 * A verb: from a call to an answer or a refusal the contract lists. Written as a method's type, so that
 * a list of services may hold verbs of every shape; the operation parses the call for its own verb.
 */
export type Handler<Op extends Operation> = {
  answer(call: Call<Op>): Promise<AnswerOf<Op> | Reply<AnswerOf<Op>> | RefusalOf<Op>>;
}['answer'];
/** A verb that keeps its answers in the transaction that makes what they tell of (`once.ts`). */
export type KeepingHandler<Op extends Operation> = Handler<Op> & { readonly keepsAnswers: true };
export type Handlers<Operations extends Record<string, Operation>> = {
  readonly [K in keyof Operations]: Handler<Operations[K]>;
};

/** Says of a verb that it keeps its answers itself: where `call.once` is given, it answers with what `decideOnce` gave. */
export function keepingAnswers<Op extends Operation>(
  answer: (call: Call<Op>) => Promise<AnswerOf<Op> | Told | Refusal>,
): KeepingHandler<Op> {
  return Object.assign(answer as Handler<Op>, { keepsAnswers: true as const });
}

/** A request before anything is known about it. */
export interface Ask {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly raw?: { readonly bytes: Buffer; readonly type: string };
  readonly principal: Principal | undefined;
  /** The peer that calls, when a peer does. */
  readonly peer: string | undefined;
  header(name: string): string | undefined;
  readonly address: string;
  readonly requestId: string;
  readonly deadline: number;
  readonly aside?: Turn['aside'];
}

export interface Operated {
  readonly service: string;
  readonly name: string;
  readonly operation: Operation;
  /** Who may call: answered before the body is read; `perform` is everything after it. */
  admit(ask: Pick<Ask, 'principal' | 'peer'>): Refusal | undefined;
  perform(ask: Ask): Promise<Answer | Refusal>;
}

export interface OperateOptions {
  readonly service: string;
  readonly name: string;
  readonly operation: Operation;
  readonly handler: Handler<Operation>;
  readonly callers: ReadonlySet<string>;
  /** Without one (and so without a database) no operation may take keys. */
  readonly idempotency: Idempotency | undefined;
  readonly clock: Clock;
}

/** Ties an operation to its handler. */
export function operate(options: OperateOptions): Operated {
  const { operation, name, idempotency } = options;
  const keyed = keyRule(operation);
  if (keyed !== 'none' && !idempotency) throw new Error(`${name} takes keys and has nowhere to remember them`);
  const plain = 'keepsAnswers' in options.handler ? plainAnswerOf(options) : undefined;
  return {
    service: options.service,
    name,
    operation,
    admit: (ask) => admit(options, ask),
    async perform(ask) {
      const key = ask.header('idempotency-key');
      if (keyed === 'required' && (key === undefined || key === '')) return refuse('idempotency_key_required');
      if (keyed !== 'none' && key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key)) {
        return refuseFields([{ path: 'Idempotency-Key', message: 'must be 1 to 255 printable ASCII characters' }]);
      }
      const input = parseInput(operation, ask);
      if (input instanceof Refusal) return input;
      if (!idempotency || keyed === 'none' || key === undefined)
        return answer(options, ask, input, { madeId: options.clock.newId(), once: undefined });
      const sealed = keyed === 'sealed';
      const scope = `${ask.principal?.id ?? ask.peer ?? 'anyone'} ${name}`;
      const request = { scope, key, body: [input.params, input.body], sealed };
      const calling: KeyedWork = { idempotency, request, work: (made) => answer(options, ask, input, made) };
      return plain ? answerOnce(calling, { madeId: options.clock.newId(), ...plain }) : answerReserved(calling);
    },
  };
}

/** Ties every operation of a contract to its handler. Throws for a promise without one. */
export function operateAll(
  operations: Readonly<Record<string, Operation>>,
  handlers: Readonly<Record<string, unknown>>,
  options: Omit<OperateOptions, 'name' | 'operation' | 'handler'>,
): Map<string, Operated> {
  return new Map(
    Object.entries(operations).map(([name, operation]) => {
      const handler = handlers[name] as Handler<Operation> | undefined;
      if (!handler) throw new Error(`${options.service} promises ${name} and does not answer it`);
      return [name, operate({ ...options, name, operation, handler })];
    }),
  );
}

/** What an operation does with an Idempotency-Key. */
export function keyRule(operation: Operation): NonNullable<Operation['idempotency']> {
  return operation.idempotency ?? (operation.route.startsWith('POST ') && !operation.rawBody ? 'optional' : 'none');
}

function admit(
  { operation, callers }: OperateOptions,
  { principal, peer }: Pick<Ask, 'principal' | 'peer'>,
): Refusal | undefined {
  const { caller } = operation;
  if (caller === 'service') {
    if (peer === undefined) return refuse('unauthenticated');
    return callers.has(peer) ? undefined : refuse('forbidden');
  }
  if (caller === 'anyone') return undefined;
  if (!principal) return refuse('unauthenticated');
  if (caller === 'account') return principal.role === 'guest' ? refuse('forbidden') : undefined;
  if (caller === 'signedIn') return undefined;
  return hasRole(principal, caller) ? undefined : refuse('forbidden');
}

async function answer(options: OperateOptions, ask: Ask, input: Input, made: Made): Promise<Answer | Refusal> {
  if (options.clock.now() > ask.deadline)
    return refuse('overloaded', { detail: 'The caller no longer waits.', retryAfterSeconds: 1 });
  const result: unknown = await options.handler(new ParsedCall(options.name, ask, input, made));
  if (result instanceof Refusal) return result;
  if (result instanceof Told)
    return { status: result.status, body: result.text, headers: result.replayed ? REPLAYED : {} };
  const reply: Reply<unknown> = result instanceof Reply ? result : new Reply(result);
  return { status: reply.status ?? statusOf(options), body: reply.body, headers: reply.headers };
}

/** One shape for all calls: an object written anew for each, with a getter, cost more than most of what is done with it. */
class ParsedCall implements Call {
  readonly #name: string;
  readonly #ask: Ask;
  readonly #input: Input;
  readonly madeId: string;
  readonly once: Call['once'];
  constructor(name: string, ask: Ask, input: Input, { madeId, once }: Made) {
    this.#name = name;
    this.#ask = ask;
    this.#input = input;
    this.madeId = madeId;
    this.once = once;
  }
  get params() {
    return this.#input.params;
  }
  get query() {
    return this.#input.query;
  }
  get body() {
    return this.#input.body;
  }
  get raw() {
    return this.#ask.raw;
  }
  get principal(): Principal {
    if (!this.#ask.principal) throw new Error(`${this.#name} asked for a principal where anyone may call`);
    return this.#ask.principal;
  }
  get visitor() {
    return this.#ask.principal;
  }
  get address() {
    return this.#ask.address;
  }
  get requestId() {
    return this.#ask.requestId;
  }
  get deadline() {
    return this.#ask.deadline;
  }
  header(name: string) {
    return this.#ask.header(name);
  }
  get aside() {
    return this.#ask.aside ?? noTurn.aside;
  }
}

function plainAnswerOf(options: OperateOptions): Pick<Once, 'status' | 'write'> {
  const status = statusOf(options);
  const schema = options.operation.answers[status];
  if (!(schema instanceof z.ZodType) || keyRule(options.operation) === 'sealed')
    throw new Error(`${options.name} keeps answers that are no plain JSON`);
  return { status, write: (body) => answerWriter(schema)(body) };
}

const firstStatus = new WeakMap<Operation, number>();

/** The status of a plain answer: the first its contract names. */
function statusOf({ name, operation }: OperateOptions): number {
  let status = firstStatus.get(operation);
  if (status === undefined) {
    [status] = Object.keys(operation.answers).map(Number);
    if (status === undefined) throw new Error(`${name} has no answer in its contract`);
    firstStatus.set(operation, status);
  }
  return status;
}
