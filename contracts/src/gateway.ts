/** The gateway: the single entry. What it answers itself is about the installation; it tells no facts. */
import { z } from 'zod';
import { contract, operation } from './contract.ts';
import { Instant } from './ids.ts';

/** Null when the database did not answer. */
const count = z.number().int().nullable();

const Leftover = z.object({
  kind: z.enum(['fact', 'work']).meta({ description: 'A fact that was put aside, or work that was given up' }),
  what: z.string().meta({ description: 'The fact after its teller, or the kind of work' }),
  about: z.string().meta({ description: 'The id of what it is about' }),
  why: z.string().meta({ description: 'The last error, as the program said it' }),
  since: Instant,
});

const ServiceHealth = z
  .object({
    name: z.string(),
    state: z.enum(['working', 'slow', 'stopped']),
    since: Instant.meta({ description: 'Since when it is in this state, as far as the running process saw' }),
    sentence: z.string().meta({ description: 'What the state means, for people' }),
    waitingWork: count.meta({ description: 'Work that is due or begun, and facts that were not told yet' }),
    failedWork: count.meta({ description: 'Work that was given up after its last attempt' }),
    parkedFacts: count.meta({ description: 'Facts that failed again and again and were put aside' }),
    leftovers: z.array(Leftover).meta({ description: 'The newest twenty of what was given up or put aside' }),
    databaseMs: z.number().nullable().meta({ description: 'How long its database takes to answer; null: it did not' }),
  })
  .meta({ id: 'ServiceHealth' });

export const Health = z.object({ checkedAt: Instant, services: z.array(ServiceHealth) }).meta({ id: 'Health' });

export const gateway = contract({
  name: 'gateway',
  operations: {
    getHealth: operation({
      route: 'GET /admin/health',
      summary: 'Asks every service how it is: its database, what waits, and what a person must look at.',
      caller: ['admin'],
      answers: { 200: Health },
      refusals: ['forbidden'],
      limit: 'read',
    }),
  },
  internal: {},
  facts: {},
});
