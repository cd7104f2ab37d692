/** Every sentence a mail says, in one place. Each kind of message turns its data into a subject and blocks. */

export interface EventText {
  readonly name: string;
  readonly when: string;
  readonly where: string;
  readonly seller: string;
}

interface Link {
  readonly label: string;
  readonly url: string;
}

/** What a mail says, before it is HTML or plain text. */
export interface MailText {
  readonly subject: string;
  /** The line mail programs show beside the subject. */
  readonly preview: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly facts?: readonly (readonly [label: string, value: string])[];
  readonly button?: Link;
  /** A second way on, below the button. */
  readonly link?: Link;
  readonly footer: string;
}

const why = 'You get this mail because of an order or account with this address.';

/** The tickets are here. */
export function ticketsText(data: {
  reference: string;
  firstName: string;
  event: EventText;
  count: number;
  url: string;
}): MailText {
  const attached =
    data.count === 1
      ? `Your ticket for ${data.event.name} is attached as a PDF`
      : `Your ${data.count} tickets for ${data.event.name} are attached as a PDF`;
  return {
    subject: `Your tickets: ${data.event.name}, ${data.event.when}`,
    preview: `${data.event.when} · ${data.event.where}`,
    heading: `You’re going, ${data.firstName}`,
    paragraphs: [`${attached}, with an entry for your calendar. Show the code at the door, on paper or on a screen.`],
    facts: [
      ['Event', data.event.name],
      ['When', data.event.when],
      ['Where', data.event.where],
      ['Order', data.reference],
      ['Sold by', data.event.seller],
    ],
    button: { label: 'Show tickets', url: data.url },
    footer: `Anyone with the code can use it: keep it to yourself. ${why}`,
  };
}

/** A minute is left. */
export function holdEndingText(data: { reference: string; eventName: string; until: string }): MailText {
  return {
    subject: `One minute left for your seats: ${data.eventName}`,
    preview: `Your order ${data.reference} ends at ${data.until}`,
    heading: 'Your seats are held for one more minute',
    paragraphs: [
      `Order ${data.reference} for ${data.eventName} is not paid yet. At ${data.until} the seats go back on sale. Nothing has been charged.`,
    ],
    footer: why,
  };
}

export function orderExpiredText(data: { reference: string; eventName: string }): MailText {
  return {
    subject: `Your order has ended: ${data.eventName}`,
    preview: 'Nothing was charged',
    heading: 'Your time is up, so the seats went back on sale',
    paragraphs: [
      `Order ${data.reference} for ${data.eventName} was not paid in time. Nothing was charged. If seats are left you can start again.`,
    ],
    footer: why,
  };
}

/** What became of an order that was not the buyer's own wish. */
export function orderCancelledText(data: { reference: string; eventName: string; reason: string }): MailText {
  const reasons: Readonly<Record<string, string>> = {
    buyer: 'as you asked. Nothing was charged.',
    seats_taken:
      'because the seats were sold before your bank answered. We released the amount; your bank may show it for a few days.',
    capture_failed: 'because your bank did not pay in the end. Nothing was charged.',
    hold_ended: 'because it was not paid in time. Nothing was charged.',
  };
  return {
    subject: `Your order is cancelled: ${data.eventName}`,
    preview: `Order ${data.reference}`,
    heading: 'Your order is cancelled',
    paragraphs: [
      `Order ${data.reference} for ${data.eventName} was cancelled ${reasons[data.reason] ?? 'by the organizer.'}`,
    ],
    footer: why,
  };
}

export function paymentFailedText(data: { reference: string; eventName: string; until: string }): MailText {
  return {
    subject: `Your payment was not approved: ${data.eventName}`,
    preview: `Your seats are held until ${data.until}`,
    heading: 'Your bank didn’t approve this payment',
    paragraphs: [
      `Nothing was charged. Your seats of order ${data.reference} are held until ${data.until}: another card usually works.`,
    ],
    footer: why,
  };
}

export function orderLookupText(data: {
  reference: string;
  url: string | undefined;
  until: string;
  state: string;
}): MailText {
  const open = data.url !== undefined;
  return {
    subject: `Your order ${data.reference}`,
    preview: open ? 'The link to your tickets' : 'How your order stands',
    heading: open ? 'Here are your tickets' : 'How your order stands',
    paragraphs: [
      open
        ? `You asked for order ${data.reference}. The link works until ${data.until}.`
        : `You asked for order ${data.reference}. It is ${data.state} and has no tickets.`,
    ],
    ...(data.url === undefined ? {} : { button: { label: 'Open the tickets', url: data.url } }),
    footer: `If you did not ask for this mail, you need not do anything. ${why}`,
  };
}

export function passwordResetText(data: { firstName: string; url: string; until: string }): MailText {
  return {
    subject: 'Choose a new password',
    preview: `The link works once, until ${data.until}`,
    heading: `Choose a new password, ${data.firstName}`,
    paragraphs: [
      `Somebody, probably you, asked for a new password. The link works once, until ${data.until}, and ends all sessions.`,
    ],
    button: { label: 'Choose a new password', url: data.url },
    footer: `If it was not you, you need not do anything: your password stays as it is. ${why}`,
  };
}

export function welcomeText(data: { firstName: string; url: string }): MailText {
  return {
    subject: 'Welcome to Usher',
    preview: 'Your account is ready',
    heading: `Welcome, ${data.firstName}`,
    paragraphs: ['Your account is ready. Your orders and tickets will be there whenever you log in.'],
    button: { label: 'Find an event', url: data.url },
    footer: why,
  };
}

/** What the owner of an address hears, and whoever typed it does not: it has an account. */
export function registrationRepeatedText(data: { firstName: string; loginUrl: string; resetUrl: string }): MailText {
  return {
    subject: 'You already have an account',
    preview: 'Somebody tried to make another one with your address',
    heading: `You already have an account, ${data.firstName}`,
    paragraphs: [
      'Somebody, probably you, tried to make an account with this address; you already have one. Log in, or set a new password if you forgot yours.',
    ],
    button: { label: 'Log in', url: data.loginUrl },
    link: { label: 'Set a new password', url: data.resetUrl },
    footer: `If it was not you, you need not do anything: your account stays as it is. ${why}`,
  };
}
