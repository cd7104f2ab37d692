/**
 * The waiting room: who may choose seats next, when more people come than can be served at once.
 * Words: an *entry* is one buyer's place in the waiting room of one event. Before sales open entries lie in a
 * *pool*; the *draw* turns the pool into a *line*; later entries join its end. A *pass* is the signed permission to
 * hold seats of the event, bound to its buyer and good for a while.
 */
import { z } from 'zod';
import { WaitingRoom } from './catalog-shapes.ts';
import { contract, fact, operation } from './contract.ts';
import { Id, IdParams, Instant, Nothing } from './ids.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What anybody needs to recompute the order of a draw; see docs/decisions and tools/verify-draw. */
export const Draw = z
  .object({
    seedHash: Hash.meta({ description: 'SHA-256 of the seed; published before anybody joins' }),
    entries: z.number().int().nullable().meta({ description: 'How many took part; null before the draw' }),
    entriesHash: Hash.nullable().meta({ description: 'SHA-256 of the frozen list of entries; null before the draw' }),
    seed: Hash.nullable().meta({ description: 'Revealed once the list is frozen and its hash published' }),
    drawnAt: Instant.nullable(),
  })
  .meta({ id: 'Draw' });

export const Queue = z
  .object({
    eventId: Id,
    mode: WaitingRoom,
    state: z.enum(['open', 'pool', 'line']).meta({
      description: '`open`: seats can be held without a pass. `pool`: sales have not opened. `line`: a pass is needed',
    }),
    opensAt: Instant.meta({ description: 'When sales open, and with them the draw is made' }),
    waiting: z.number().int().meta({ description: 'Entries in the pool, or in the line without a pass yet' }),
    perMinute: z.number().int().nullable().meta({ description: 'How many were let in lately; null: not known yet' }),
    soldOut: z.boolean(),
    challenge: z.boolean().meta({ description: 'Joining takes some work of the device first' }),
    passSeconds: z.number().int().meta({ description: 'How long a pass will be good for' }),
    draw: Draw.nullable().meta({ description: 'null where the event opened without a pool' }),
  })
  .meta({ id: 'Queue' });

/** The buyer's own entry, as it is polled. */
export const QueueEntry = z
  .object({
    id: Id,
    eventId: Id,
    state: z.enum(['pooled', 'waiting', 'admitted', 'lapsed']).meta({
      description: '`admitted` has a pass. `lapsed`: the time to use it is over; join again',
    }),
    place: z.number().int().nullable().meta({ description: '1 is next; null before the draw and once admitted' }),
    waiting: z.number().int(),
    perMinute: z.number().int().nullable(),
    estimate: z
      .object({ fromSeconds: z.number().int(), toSeconds: z.number().int() })
      .nullable()
      .meta({ description: 'How long it may still take; null while nobody can say' }),
    opensAt: Instant,
    soldOut: z.boolean().meta({ description: 'Nothing is free at present; held seats may come back' }),
    pass: z.string().nullable(),
    passExpiresAt: Instant.nullable(),
    askAgainInSeconds: z.number().int().meta({ description: 'The interval at which asking makes sense' }),
  })
  .meta({ id: 'QueueEntry' });

/**
 * The work a device does: find a nonce so that SHA-256 of `challenge.nonce` begins with `difficultyBits` zero bits.
 * A joiner without a solution is refused with 403 `challenge_required`, which carries challenge and difficultyBits.
 */
export const Solution = z
  .strictObject({ challenge: z.string().max(512), nonce: z.string().max(32) })
  .meta({ id: 'ChallengeSolution' });

const PassKey = z.object({ id: z.string(), x: z.string().meta({ description: 'Ed25519 public key, base64url' }) });

export const waitingRoom = contract({
  name: 'waiting-room',
  operations: {
    getQueue: operation({
      route: 'GET /events/{id}/queue',
      summary: 'Tells how the waiting room of an event stands, and what is needed to check its draw.',
      caller: 'anyone',
      params: IdParams,
      answers: { 200: Queue },
      refusals: ['not_found'],
      limit: 'read',
    }),
    joinQueue: operation({
      route: 'POST /events/{id}/queue',
      summary: 'Takes a place in the waiting room; who has one keeps it.',
      caller: 'signedIn',
      params: IdParams,
      body: z.strictObject({ solution: Solution.optional() }),
      answers: { 200: QueueEntry },
      refusals: ['not_found', 'queue_off', 'challenge_required', 'sales_closed', 'event_cancelled', 'overloaded'],
      limit: 'write',
    }),
    getQueueEntry: operation({
      route: 'GET /events/{id}/queue/entry',
      summary: "Tells the caller's place, what is known of the wait, and the pass once it is there.",
      caller: 'signedIn',
      params: IdParams,
      answers: { 200: QueueEntry },
      refusals: ['not_found', 'overloaded'],
      limit: 'read',
    }),
    leaveQueue: operation({
      route: 'DELETE /events/{id}/queue/entry',
      summary: "Gives the caller's place up; doing it twice is fine.",
      caller: 'signedIn',
      params: IdParams,
      answers: { 204: Nothing },
      refusals: ['not_found', 'overloaded'],
      limit: 'write',
    }),
    getQueueDraw: operation({
      route: 'GET /events/{id}/queue/draw',
      summary: 'The drawn order, one entry id a line, after three lines with seed hash, entries hash and seed.',
      caller: 'anyone',
      params: IdParams,
      answers: { 200: { file: 'text/plain' } },
      refusals: ['not_found'],
      limit: 'read',
    }),
  },
  internal: {},
  facts: {
    /** Whether holds of an event need a pass, and whose signatures on passes count. */
    'queue.changed': fact(
      1,
      z.object({ eventId: Id, organizationId: Id, passRequired: z.boolean(), keys: z.array(PassKey) }),
      [
        {
          eventId: '0198c0de-0000-7000-8000-0000000000e1',
          organizationId: '0198c0de-0000-7000-8000-0000000000a1',
          passRequired: true,
          keys: [{ id: 'k1', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }],
        },
      ],
    ),
    /** The pool became a line. */
    'queue.drawn': fact(
      1,
      z.object({
        eventId: Id,
        organizationId: Id,
        entries: z.number().int(),
        seedHash: Hash,
        entriesHash: Hash,
        seed: Hash,
      }),
      [
        {
          eventId: '0198c0de-0000-7000-8000-0000000000e1',
          organizationId: '0198c0de-0000-7000-8000-0000000000a1',
          entries: 2,
          seedHash: '66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925',
          entriesHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
          seed: '0000000000000000000000000000000000000000000000000000000000000000',
        },
      ],
    ),
  },
});
