/** What the door says to a code: a word, a shape, a sound. Words first; colour only repeats them. */
import type { Data, Refusal } from '../api/ask.ts';
import { formatRelative } from '../words/format.ts';
import { formatTime } from '../words/format-time.ts';
import { refusalSentence } from '../words/refusals.ts';

export type CheckIn = Data<'checkIn'>;
export type Sound = 'admitted' | 'refused' | 'attention' | 'unknown';

export interface Verdict {
  readonly tone: 'admit' | 'refuse' | 'attention';
  readonly shape: 'check' | 'cross' | 'question' | 'triangle';
  readonly sound: Sound;
  /** Two words that can be read across a room. */
  readonly word: string;
  readonly line: string | undefined;
  /** Where the ticket's holder sits or stands. */
  readonly place: string | undefined;
  readonly holder: string | undefined;
}

/** The verdict on a ticket that was checked; times are the venue's. */
export function verdictOf(checkIn: CheckIn, timeZone: string, nowMs: number): Verdict {
  const { ticket } = checkIn;
  const known = {
    place: ticket && placeName(ticket),
    holder: ticket && `${ticket.holder.firstName} ${ticket.holder.lastName}`.trim(),
  };
  const refuse = { tone: 'refuse', shape: 'cross', sound: 'refused', ...known } as const;
  switch (checkIn.result) {
    case 'admitted':
      return { tone: 'admit', shape: 'check', sound: 'admitted', word: 'Come in', line: undefined, ...known };
    case 'already_admitted':
      return { ...refuse, word: 'Already in', line: since(checkIn.firstAdmittedAt, timeZone, nowMs) };
    case 'wrong_event':
      return { ...refuse, word: 'Other event', line: 'This ticket is for another event.', place: undefined };
    case 'void':
      return { ...refuse, word: 'Not valid', line: 'This ticket was cancelled or refunded.' };
    case 'replaced':
      return { ...refuse, word: 'Old ticket', line: 'A newer one exists. Ask for the latest mail.' };
    case 'holder_mismatch':
      return {
        tone: 'attention',
        shape: 'triangle',
        sound: 'attention',
        word: 'Check name',
        line: `Ticket says ${known.holder ?? 'another name'}`,
        place: known.place,
        holder: undefined,
      };
    case 'unknown_code':
      return {
        ...refuse,
        shape: 'question',
        sound: 'unknown',
        word: 'Not a ticket',
        line: 'This code isn’t one of ours.',
      };
  }
}

/** The verdict when nobody could say: nothing is known about this ticket, and nobody pretends otherwise. */
export function notChecked(refusal: Refusal): Verdict {
  const line =
    refusal.code === 'unreachable'
      ? 'No connection: this ticket was not checked. Scan it again.'
      : `This ticket was not checked. ${refusalSentence(refusal)}`;
  return {
    tone: 'attention',
    shape: 'triangle',
    sound: 'attention',
    word: 'Not checked',
    line,
    place: undefined,
    holder: undefined,
  };
}

/** The whole verdict in one breath, for who listens. */
export function spoken({ word, line, place, holder }: Verdict): string {
  return [word, line?.replace(/\.$/, ''), place, holder].filter((part) => part !== undefined).join('. ');
}

function placeName({ seat, area }: NonNullable<CheckIn['ticket']>): string {
  return seat ? `${seat.section}, row ${seat.row}, seat ${seat.number}` : (area ?? 'Free seating');
}

function since(firstAdmittedAt: string | undefined, timeZone: string, nowMs: number): string {
  if (firstAdmittedAt === undefined) return 'This ticket was used before.';
  const seconds = (Date.parse(firstAdmittedAt) - nowMs) / 1000;
  const ago = seconds > -1 ? 'just now' : formatRelative(seconds);
  return `Came in at ${formatTime(firstAdmittedAt, timeZone)} (${ago})`;
}
