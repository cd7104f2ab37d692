/**
 * The world outside, in a process of its own, so that its work is not counted as Usher's: the card network, and a mail
 * relay that takes every mail and throws it away. Its parent says where webhooks go and may ask for the charges.
 */
import { startCardProvider } from '@usher/stand-ins/card-provider';
import type { Charge } from '@usher/stand-ins/card/charge';
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

export interface OutsideWishes {
  readonly cardPort: number;
  readonly smtpPort: number;
  readonly webhookUrl: string;
  readonly webhookSecret: string;
  readonly apiKey: string;
}
/** What is asked after the wishes, and what is answered. */
export type OutsideQuestion = 'charges';
export type OutsideAnswer = 'ready' | readonly Charge[];

const [wishes] = (await once(process, 'message')) as [OutsideWishes];
const cards = await startCardProvider({ ...wishes, port: wishes.cardPort });
const mails = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  onData(stream, _session, done) {
    stream.on('end', () => done());
    stream.resume();
  },
});
mails.on('error', () => undefined);
mails.listen(wishes.smtpPort, '127.0.0.1');
await once(mails.server, 'listening');
process.on('message', (_question: OutsideQuestion) => process.send?.(cards.charges()));
process.send?.('ready');
process.once('SIGTERM', () => process.exit());
process.once('disconnect', () => process.exit());
