/**
 * The bundled mail relay: an SMTP server that delivers to a mailbox on disk and to nobody else, and the pages that
 * show the mailbox. Any user and password is taken, as it listens on this machine only.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { type Clock, machineClock } from './clock.ts';
import { type Mail, type MailAttachment, type Mailbox, openMailbox } from './mail/mailbox.ts';
import { mailPage, type PageReply, type PageRequest } from './mail/pages.ts';

export interface MailRelayOptions {
  /** 0, the default, takes any free port. */
  smtpPort?: number;
  host?: string;
  /** The directory of the mailbox. */
  store: string;
  /** How many mails are kept; the oldest leave first. */
  mailsMax?: number;
  /** What all mails together may weigh, in bytes as received. */
  bytesMax?: number;
  /** A longer mail is refused with 452. */
  mailBytesMax?: number;
  clock?: Clock;
}

export interface MailRelay {
  smtpUrl: string;
  /** Newest first. */
  messages(): Mail[];
  message(id: string): Mail | undefined;
  /** Attachments count from 1. */
  attachment(id: string, n: number): { about: MailAttachment; content: Buffer } | undefined;
  /** Answers /dev/mail and what is below it; undefined for every other path. */
  handlePage(request: PageRequest): PageReply | undefined;
  /** The next `times` mails, or those to that address, are refused with that SMTP code: 4xx for now, 5xx for good. */
  failNext(times: number, code: number, to?: string): void;
  close(): Promise<void>;
}

const CLIENTS_MAX = 100;
const IDLE_MS = 60_000;

/** Starts the relay; it takes mail when this resolves. Throws when the port is taken or the store cannot be read. */
export async function startMailRelay(options: MailRelayOptions): Promise<MailRelay> {
  const { smtpPort = 0, host = '127.0.0.1', clock = machineClock, mailBytesMax = 10_000_000 } = options;
  const { mailsMax = 500, bytesMax = 200_000_000 } = options;
  const mailbox = openMailbox(options.store, { mailsMax, bytesMax });
  const refusals: OrderedRefusal[] = [];
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    maxClients: CLIENTS_MAX,
    socketTimeout: IDLE_MS,
    closeTimeout: 1_000,
    onAuth: (auth, _session, done) => {
      done(null, { user: auth.username });
    },
    onData: (stream, session, done) => {
      receive(stream, session, { mailbox, mailBytesMax, clock, refusals }).then(
        (mail) => {
          done(null, `OK: kept as mail ${mail.id}`);
        },
        (cause: unknown) => {
          done(cause instanceof Error ? cause : smtpRefusal(451, String(cause)));
        },
      );
    },
  });
  // A client that breaks off is its own affair, and a port that is taken is told by the wait below.
  server.on('error', () => undefined);
  server.listen(smtpPort, host);
  await once(server.server, 'listening');
  return {
    smtpUrl: `smtp://${host}:${(server.server.address() as AddressInfo).port}`,
    messages: () => mailbox.all(),
    message: (id) => mailbox.find(id),
    attachment: (id, n) => mailbox.attachment(id, n),
    handlePage: (request) => mailPage(mailbox, request),
    failNext(times, code, to) {
      refusals.push(...Array.from({ length: times }, () => ({ code, to })));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

interface OrderedRefusal {
  code: number;
  to: string | undefined;
}

interface Receiving {
  mailbox: Mailbox;
  mailBytesMax: number;
  clock: Clock;
  refusals: OrderedRefusal[];
}

/** Reads one mail to its end, also when it will be refused: SMTP answers only after the last byte. */
async function receive(stream: SMTPServerDataStream, session: SMTPServerSession, around: Receiving): Promise<Mail> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= around.mailBytesMax) chunks.push(chunk);
  }
  const recipients = session.envelope.rcptTo.map(({ address }) => address);
  const ordered = around.refusals.findIndex(({ to }) => to === undefined || recipients.includes(to));
  for (const { code } of ordered === -1 ? [] : around.refusals.splice(ordered, 1))
    throw smtpRefusal(code, 'A failure on order');
  if (length > around.mailBytesMax) throw smtpRefusal(452, `A mail has at most ${around.mailBytesMax} bytes`);
  const raw = Buffer.concat(chunks);
  const parsed = await PostalMime.parse(raw).catch((cause: unknown) => {
    throw smtpRefusal(554, `The mail cannot be read: ${String(cause)}`);
  });
  const { mailFrom, rcptTo } = session.envelope;
  return around.mailbox.keep({
    raw,
    parsed,
    from: mailFrom === false ? '' : mailFrom.address,
    to: rcptTo.map(({ address }) => address),
    receivedAt: new Date(around.clock.now()).toISOString(),
  });
}

function smtpRefusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
