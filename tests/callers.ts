/** Those who call the API in a story: guests, people with accounts, the demo's staff. */
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { inject } from 'vitest';
import { type Answer, answered } from './answer.ts';
import type { GuestSession, Member, Organization, Session } from './shapes.ts';

export interface Ask {
  /** Sent as JSON; a Buffer or text is sent as it is, with the content type in `headers`. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
type Verb = (path: string, ask?: Ask) => Promise<Answer>;

/** Somebody with or without a token. Paths are below `/api`. */
export interface Caller {
  readonly token: string | undefined;
  readonly get: Verb;
  readonly put: Verb;
  readonly patch: Verb;
  readonly delete: Verb;
  /** POST; the second argument is the body. */
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** POST under a new Idempotency-Key, or the given one. */
  postOnce(path: string, body: unknown, key?: string): Promise<Answer>;
}
export interface Person extends Caller {
  readonly email: string;
  readonly session: Session;
}

/** The demo's password, the same for all its logins. */
export const DEMO_PASSWORD = 'usher-demo-2026';
/** A password no rule objects to. */
export const GOOD_PASSWORD = 'quiet-otter-paints-47-doors';

const world = inject('world');
export const worldUrl = world.url;
const logins = new Map<string, Promise<Person>>();
let rival: ReturnType<typeof newOrganizer> | undefined;

/** Speaks for whoever holds the token. */
export function caller(token?: string): Caller {
  const call = (method: string, path: string, ask: Ask = {}) => send(method, path, token, ask);
  return {
    token,
    get: (path, ask) => call('GET', path, ask),
    put: (path, ask) => call('PUT', path, ask),
    patch: (path, ask) => call('PATCH', path, ask),
    delete: (path, ask) => call('DELETE', path, ask),
    post: (path, body, headers = {}) => call('POST', path, { body, headers }),
    postOnce: (path, body, key = randomUUID()) => call('POST', path, { body, headers: { 'idempotency-key': key } }),
  };
}

/** A new guest. */
export async function guest(): Promise<Caller> {
  return caller((await caller().post('/auth/guest')).is<GuestSession>(201).accessToken);
}

/** Somebody who has an account, signed in once per test file. */
export function login(email: string, password = DEMO_PASSWORD): Promise<Person> {
  let person = logins.get(email);
  if (!person) {
    person = signIn(email, password);
    logins.set(email, person);
  }
  return person;
}

/** Signs in anew, for those whose rights changed. */
export async function signIn(email: string, password = GOOD_PASSWORD): Promise<Person> {
  return personOf((await caller().post('/auth/login', { email, password })).is<Session>(200));
}

/** Makes an account with an address nobody has. */
export async function register(firstName = 'Mira', password = GOOD_PASSWORD): Promise<Person> {
  const email = newAddress(firstName);
  const answer = await caller().post('/auth/register', { email, password, firstName, lastName: 'Lindqvist' });
  return personOf(answer.is<Session>(201));
}

/** An address nobody has used. */
export function newAddress(name = 'somebody'): string {
  return `${name.toLowerCase()}.${randomUUID().slice(0, 13)}@example.com`;
}

export const admin = () => login('admin@usher.test');
export const organizer = () => login('organizer@usher.test');
export const operator = () => login('operator@usher.test');
export const customer = () => login('customer@usher.test');

/** Somebody who organizes an organization of their own, made for the test file. */
export function rivalOrganizer(): Promise<{ readonly rival: Person; readonly organizationId: string }> {
  rival ??= newOrganizer();
  return rival;
}

/** Somebody's token was taken back: at once where everything is one process, and elsewhere as soon as the word is there. */
export async function isOut(person: Caller, path: string): Promise<void> {
  if (world.placement !== 'one')
    await eventually('a token taken back is void at every copy', async () => {
      for (let ask = 0; ask < 4; ask += 1) if ((await person.get(path)).status !== 401) return undefined;
      return true;
    });
  (await person.get(path)).refuses(401, 'invalid_token');
}

/** Writes a call down, so that it can be told in the end which operations nobody called. */
export function noteCall(method: string, path: string, status: number): void {
  appendFileSync(world.callLog, `${JSON.stringify({ method, path: path.split('?')[0], status })}\n`);
}

/** Asks again until there is an answer that will do. Throws after 20 seconds, naming what was waited for. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`waited 20 s in vain: ${what}`);
    await pause(60);
  }
}

async function newOrganizer(): Promise<{ rival: Person; organizationId: string }> {
  const ada = await admin();
  const { id } = (await ada.post('/organizations', { name: `Rival ${randomUUID().slice(0, 8)}` })).is<Organization>(
    201,
  );
  const person = await register('Rival');
  (await ada.post(`/organizations/${id}/members`, { email: person.email, role: 'organizer' })).is<Member>(201);
  return { rival: await signIn(person.email), organizationId: id };
}

function personOf(session: Session): Person {
  return { ...caller(session.accessToken), email: session.user.email, session };
}

async function send(method: string, path: string, token: string | undefined, { body, headers }: Ask): Promise<Answer> {
  const asIs = Buffer.isBuffer(body) || typeof body === 'string' || body instanceof FormData;
  const response = await fetch(`${world.url}/api${path}`, {
    method,
    headers: {
      ...(asIs || body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: asIs ? body : JSON.stringify(body) }),
    redirect: 'manual',
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  noteCall(method, path, response.status);
  return answered(`${method} ${path.slice(0, 200)}`, { status: response.status, headers: response.headers, bytes });
}
