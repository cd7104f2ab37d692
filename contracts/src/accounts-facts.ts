/** What the accounts service tells: people and memberships come and go, tokens end. */
import { z } from 'zod';
import { MemberRole } from './accounts-shapes.ts';
import { fact } from './contract.ts';
import { Id, Instant } from './ids.ts';

const aPerson = { email: z.string(), firstName: z.string(), locale: z.string() };

export const accountsFacts = {
  'user.registered': fact(1, z.object({ userId: Id, ...aPerson }), [
    {
      userId: '0198c0de-0000-7000-8000-0000000000b1',
      email: 'ada@example.com',
      firstName: 'Ada',
      locale: 'en',
    },
  ]),
  /** Somebody tried to register an address that has an account: its owner is told, the stranger is not. */
  'registration.repeated': fact(1, z.object(aPerson), [{ email: 'ada@example.com', firstName: 'Ada', locale: 'en' }]),
  /** Every token of this subject (a user, or one session of a user) that was issued before the instant is void. */
  'tokens.revoked': fact(1, z.object({ subjectId: Id, before: Instant }), [
    { subjectId: '0198c0de-0000-7000-8000-0000000000b1', before: '2027-03-01T09:00:00.000Z' },
  ]),
  'password_reset.requested': fact(1, z.object({ userId: Id, ...aPerson, token: z.string(), expiresAt: Instant }), [
    {
      userId: '0198c0de-0000-7000-8000-0000000000b1',
      email: 'ada@example.com',
      firstName: 'Ada',
      locale: 'en',
      token: 'q3Jm0c2XbqkU8w5pYt7dRA',
      expiresAt: '2027-03-01T10:00:00.000Z',
    },
  ]),
  'organization.created': fact(1, z.object({ organizationId: Id, name: z.string() }), [
    { organizationId: '0198c0de-0000-7000-8000-0000000000a1', name: 'Harbour Stage' },
  ]),
  /** A person's role in an organization is now this; null: not a member any more. */
  'member.changed': fact(1, z.object({ organizationId: Id, userId: Id, role: MemberRole.nullable() }), [
    {
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      userId: '0198c0de-0000-7000-8000-0000000000b1',
      role: 'operator',
    },
    {
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      userId: '0198c0de-0000-7000-8000-0000000000b1',
      role: null,
    },
  ]),
};
