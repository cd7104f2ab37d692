/** The glossary turned round: words the house does not use in code, and what it says instead. */

/** Word, or words in a row, as they appear inside an identifier -> the glossary's word. */
export const bannedWords: Readonly<Record<string, string>> = {
  reservation: 'order (pending), or hold',
  booking: 'order',
  cart: 'hold',
  basket: 'hold',
  purchase: 'order',
  purchaser: 'buyer',
  'ticket type': 'price tier',
  'ticket category': 'price tier',
  'price category': 'price tier',
  'price level': 'price tier',
  showing: 'event',
  performance: 'event',
  concert: 'event',
  'domain event': 'fact',
  'event bus': 'courier',
  'event handler': 'fact handler',
  'event emitter': 'courier',
  'message bus': 'courier',
  'seating plan': 'seat map',
  'seating chart': 'seat map',
  'floor plan': 'seat map',
  'seat lock': 'claim',
  tenant: 'organization',
  organisation: 'organization',
  organiser: 'organizer',
  barcode: 'credential',
  coupon: 'promo code',
  voucher: 'promo code',
  manager: 'the verb it performs',
  helper: 'the verb it performs',
  dto: 'the thing itself',
};

/** Names of things, not ours, that happen to contain a banned word. */
export const foreignNames: ReadonlySet<string> = new Set([
  'performance',
  'EventEmitter',
  'jetstreamManager',
  'JetStreamManager',
]);

/** What the kit must know nothing about. */
export const ticketingWords: ReadonlySet<string> = new Set(
  ['seat', 'ticket', 'order', 'payment', 'hold', 'venue', 'event', 'refund', 'buyer', 'admission'].flatMap((word) => [
    word,
    `${word}s`,
  ]),
);

/** Node's, the browser's and HTTP's own words in which an event is not what people attend. */
export const platformNames: ReadonlySet<string> = new Set([
  'EventEmitter',
  'EventTarget',
  'EventSource',
  'addEventListener',
  'removeEventListener',
  'dispatchEvent',
  'eventLoopUtilization',
  'monitorEventLoopDelay',
  'eventLoopDelay',
  'eventLoopLag',
  'lastEventId',
  // the limit class of that name, part of the vocabulary in contracts/src/contract.ts
  'hold',
]);

/** An order of things, which nobody buys. */
export const everydayOrder = /\bin order\b|\border by\b/g;
