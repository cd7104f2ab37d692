/**
 * What each refusal says to a person: one sentence of fact, one of remedy. Never the code, never blame. The table is
 * exhaustive by type: a new refusal does not compile until somebody has found its words.
 */
import type { RefusalCode } from '@usher/contracts/refusals';
import { formatCount, formatNumber } from './format.ts';

/** A refusal as any answer carries it; the rest of the problem document is in `more`. */
export interface Refused {
  readonly code: string;
  readonly detail?: string | undefined;
  readonly more?: Readonly<Record<string, unknown>> | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

export interface RefusalWords {
  /** What is the case. */
  readonly fact: string;
  /** What helps. */
  readonly remedy?: string | undefined;
  /** How it is shown: most are problems, some are only news (an order that is paid already). */
  readonly tone: 'danger' | 'warning' | 'info';
}

/** The words for a refusal; for a code this version does not know, those for a fault of ours. */
export function refusalWords(refusal: Refused): RefusalWords {
  const entry = isKnown(refusal.code) ? table[refusal.code] : table.internal_error;
  const words = typeof entry === 'function' ? entry(refusal) : entry;
  return { tone: 'danger', ...words };
}

/** The words in one line, for a mail, a title or a live region. */
export function refusalSentence(refusal: Refused): string {
  const { fact, remedy } = refusalWords(refusal);
  return remedy === undefined ? fact : `${fact} ${remedy}`;
}

type Entry = Omit<RefusalWords, 'tone'> & Partial<Pick<RefusalWords, 'tone'>>;

const ourFault: Entry = { fact: 'Something went wrong on our side.', remedy: 'Nothing was charged. Please try again.' };
const unreadable: Entry = { fact: 'We couldn’t read that.', remedy: 'Please reload the page and try again.' };
const signInAgain: Entry = { fact: 'Please log in again.', remedy: 'We kept what you chose.', tone: 'warning' };
const endedLink: Entry = { fact: 'This link is no longer valid.', remedy: 'Ask for a new one; it comes by e-mail.' };
const busy = ({ retryAfterSeconds }: Refused): Entry => ({
  fact: 'It’s very busy right now.',
  remedy:
    retryAfterSeconds === undefined
      ? 'Please try again in a moment.'
      : `Please try again in ${formatCount(retryAfterSeconds, 'second')}.`,
  tone: 'warning',
});

const noSuchTime: Entry = { fact: 'There is no such date and time.', remedy: 'Please check it and try again.' };
const localTimeWords: Readonly<Record<string, Entry>> = {
  gap: { fact: 'The clocks go forward then, so this time does not exist.', remedy: 'Choose a time before or after.' },
  overlap: {
    fact: 'The clocks go back then, so this time happens twice.',
    remedy: 'Choose which of the two you mean.',
  },
};

const table: Readonly<Record<RefusalCode | 'unreachable', Entry | ((refusal: Refused) => Entry)>> = {
  unauthenticated: signInAgain,
  invalid_token: signInAgain,
  invalid_credentials: { fact: 'E-mail or password is not right.', remedy: 'Check both, or set a new password.' },
  invalid_signature: unreadable,
  forbidden: {
    fact: 'Your account can’t do this.',
    remedy: 'Ask an organizer of your organization to do it or to give you the right.',
  },

  invalid_request: { fact: 'There is a problem with what was entered.', remedy: 'Please check it and try again.' },
  invalid_json: unreadable,
  idempotency_key_required: ourFault,
  not_found: { fact: 'We can’t find that.', remedy: 'It may have moved, or it belongs to another account.' },
  method_not_allowed: unreadable,
  payload_too_large: { fact: 'That is too large to send.', remedy: 'Choose a smaller file and try again.' },
  unsupported_media_type: { fact: 'This kind of file can’t be used here.', remedy: 'Choose a JPEG, PNG or WebP file.' },
  not_acceptable: unreadable,
  headers_too_large: { fact: 'We couldn’t read that.', remedy: 'Log out, log in again and retry.' },
  request_timeout: { fact: 'The connection was too slow.', remedy: 'Please try again when the signal is better.' },
  idempotency_key_reused: ourFault,
  request_in_progress: { fact: 'We are still working on it.', remedy: 'Please wait a second.', tone: 'info' },
  expectation_failed: unreadable,
  misdirected: unreadable,
  rate_limited: busy,
  overloaded: busy,
  unavailable: busy,
  internal_error: ourFault,

  email_taken: { fact: 'Check your inbox to finish.', tone: 'info' },
  token_expired: endedLink,
  weak_password: ({ detail }) => ({
    fact: detail ?? 'This password is too easy to guess.',
    remedy: 'Three or four words that don’t belong together make a good one.',
  }),
  already_member: { fact: 'This person is already a member.', remedy: 'You can change their role in the list.' },
  last_organizer: {
    fact: 'An organization needs at least one organizer.',
    remedy: 'Make somebody else an organizer first.',
  },

  event_not_draft: {
    fact: 'This event is published, so its date, venue and prices stay as they are.',
    remedy: 'You can still change its name, description, image and sale times.',
  },
  event_not_ready: ({ more }) => ({ fact: 'The event is not ready to be published.', remedy: missingWords(more) }),
  event_cancelled: { fact: 'This event is cancelled.', remedy: 'Tickets already bought are paid back.' },
  seat_map_locked: {
    fact: 'This seat map is used by an event on sale, so it can’t change.',
    remedy: 'Make a new venue for a different layout.',
  },
  local_time_invalid: ({ more }) => localTimeWords[String(more?.['fault'])] ?? noSuchTime,
  image_invalid: { fact: 'We couldn’t read this image.', remedy: 'Choose a JPEG, PNG or WebP file of up to 5 MB.' },

  seats_taken: ({ more }) => {
    const lost = countIn(more, 'seatIds');
    return lost === 1
      ? {
          fact: 'One of your seats was just taken by someone else.',
          remedy: 'Pick another seat; the rest stay chosen.',
        }
      : {
          fact:
            lost === 0
              ? 'Some of these seats were just taken by someone else.'
              : `${formatNumber(lost)} of your seats were just taken by someone else.`,
          remedy: 'Pick other seats; the rest stay chosen.',
        };
  },
  not_enough_seats: { fact: 'There aren’t that many places left here.', remedy: 'Try fewer, or another price.' },
  orphan_seat: { fact: 'This would leave a single empty seat.', remedy: 'Move your choice by one seat.' },
  sales_not_open: {
    fact: 'Tickets are not on sale yet.',
    remedy: 'The event page says when sales open.',
    tone: 'info',
  },
  sales_closed: { fact: 'Online sales for this event have ended.', tone: 'info' },
  queue_required: {
    fact: 'Many people want these tickets, so we let everyone in one by one.',
    remedy: 'Join the waiting room; we remember your choice.',
    tone: 'info',
  },
  challenge_required: {
    fact: 'Joining takes a small piece of work by your device first.',
    remedy: 'It needs a browser that runs scripts.',
    tone: 'info',
  },
  queue_off: { fact: 'There is no waiting room for this event.', remedy: 'You can choose seats now.', tone: 'info' },
  too_many_tickets: ({ more }) => tooManyTickets(more?.['max'], more?.['have']),
  unknown_seat: { fact: 'The seat map changed while you were looking.', remedy: 'Reload the map and choose again.' },
  already_extended: { fact: 'You already had more time for these seats.', tone: 'warning' },
  capacity_below_claimed: ({ more }) => {
    const claimed = more?.['claimed'];
    if (typeof claimed !== 'number') return { fact: 'More places than that are already sold or held.' };
    return {
      fact: `${formatCount(claimed, 'place is', 'places are')} already sold or held.`,
      remedy: `The smallest capacity you can set is ${formatNumber(claimed)}.`,
    };
  },

  hold_expired: {
    fact: 'Your time is up, so the seats went back on sale.',
    remedy: 'Nothing was charged. You can try to get the same seats.',
    tone: 'warning',
  },
  hold_used: { fact: 'You’ve already started an order for these seats.', remedy: 'Continue that order.', tone: 'info' },
  order_not_cancellable: {
    fact: 'This order can no longer be cancelled here.',
    remedy: 'Ask the organizer about a refund.',
  },
  payment_in_progress: {
    fact: 'Your payment is still being confirmed.',
    remedy: 'Please don’t pay again.',
    tone: 'info',
  },
  already_paid: { fact: 'This order is already paid.', remedy: 'Your tickets are yours.', tone: 'info' },
  order_not_payable: { fact: 'This order can no longer be paid.', remedy: 'Nothing was charged. Choose seats again.' },
  refund_not_possible: { fact: 'This payment can’t be refunded any more.' },

  unreachable: {
    fact: 'We couldn’t reach Usher.',
    remedy: 'Check your connection and try again. Nothing is lost.',
    tone: 'warning',
  },
  ticket_not_valid: { fact: 'This ticket is no longer valid.', remedy: 'Look for a newer one in your latest mail.' },
  link_expired: endedLink,
};

/** Of one order, or of all a buyer has: then `have` of them are held or bought already. */
function tooManyTickets(max: unknown, have: unknown): Entry {
  if (typeof max !== 'number')
    return { fact: 'That is more tickets than one order can have.', remedy: 'Take out some and go on.' };
  if (typeof have !== 'number' || have === 0)
    return {
      fact: `You can buy up to ${formatCount(max, 'ticket')} for this event.`,
      remedy: 'Take out some and go on.',
    };
  return {
    fact: `You already have ${formatNumber(have)} of the ${formatCount(max, 'ticket')} allowed.`,
    remedy: have < max ? `You can still get ${formatNumber(max - have)} more.` : undefined,
  };
}

function isKnown(code: string): code is keyof typeof table {
  return Object.hasOwn(table, code);
}

function countIn(more: Refused['more'], key: string): number {
  const list = more?.[key];
  return Array.isArray(list) ? list.length : 0;
}

function missingWords(more: Refused['more']): string {
  const missing = more?.['missing'];
  const names = Array.isArray(missing) ? missing.filter((name) => typeof name === 'string') : [];
  if (names.includes('seatMap')) return 'Its venue has no seat map yet. Draw one first.';
  return names.length === 0
    ? 'Check the list of what is still open.'
    : `These parts of the seat map have no price yet: ${names.join(', ')}.`;
}
