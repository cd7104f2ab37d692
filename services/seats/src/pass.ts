/** Passes of the waiting room, as holds are refused without them. */
import { type Refusal, refuse } from '@usher/kit/refusal';
import { errors, importJWK, jwtVerify } from 'jose';
import type { Door, Doors } from './door.ts';

/** What a pass that was verified says; its time is judged each time it is shown. */
interface Pass {
  readonly eventId: string;
  readonly ownerId: string;
  readonly until: number;
}

export interface PassControl {
  /** `queue_required` where the event's door is closed and this is not its owner's own pass for it, good for now. */
  refuseWithoutPass(shown: {
    readonly eventId: string;
    readonly ownerId: string;
    readonly pass: string | undefined;
  }): Promise<Refusal<'queue_required'> | undefined>;
}

/** Some 500 bytes each. */
const REMEMBERED_MAX = 20_000;
const PASS_CHARS_MAX = 1_024;

/** Opens the control; a pass is verified once and then remembered, so that a hold costs no signature. */
export function openPassControl(doors: Doors): PassControl {
  const remembered = new Map<string, Pass>();
  return {
    async refuseWithoutPass({ eventId, ownerId, pass: text }) {
      const door = await doors.find(eventId);
      if (!door.passRequired) return undefined;
      if (text === undefined || text.length > PASS_CHARS_MAX) return refuse('queue_required');
      let pass = remembered.get(text);
      if (!pass) {
        pass = await verified(door, text);
        if (!pass) return refuse('queue_required');
        if (remembered.size >= REMEMBERED_MAX) remembered.delete(remembered.keys().next().value ?? '');
        remembered.set(text, pass);
      }
      const isGood = pass.eventId === eventId && pass.ownerId === ownerId && pass.until > door.now;
      return isGood ? undefined : refuse('queue_required');
    },
  };
}

/** What a pass says, or undefined for anything the waiting room did not sign, or spelt otherwise. */
async function verified({ keys, now }: Door, text: string): Promise<Pass | undefined> {
  if (!isCanonical(text)) return undefined;
  try {
    const { payload } = await jwtVerify(
      text,
      ({ kid }) => {
        const key = keys.find(({ id }) => id === kid);
        if (!key) throw new errors.JWKSNoMatchingKey();
        return importJWK({ kty: 'OKP', crv: 'Ed25519', x: key.x, alg: 'EdDSA' }, 'EdDSA');
      },
      { algorithms: ['EdDSA'], typ: 'pass+jwt', requiredClaims: ['sub', 'exp', 'event'], currentDate: new Date(now) },
    );
    const { event, sub, exp } = payload;
    if (typeof event !== 'string' || sub === undefined || exp === undefined) return undefined;
    return { eventId: event, ownerId: sub, until: exp * 1_000 };
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

/** The last character of a signature has spare bits: with any but zero it would be a second spelling of the same pass. */
function isCanonical(text: string): boolean {
  return text.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
}
