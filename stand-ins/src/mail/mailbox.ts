/**
 * The mailbox: one directory per mail with what was received (`message.eml`), what was read from it (`mail.json`)
 * and its attachments. Bounded in count and bytes; the oldest mails leave first.
 */
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Address, Email } from 'postal-mime';

export interface MailAttachment {
  /** Counts from 1. */
  n: number;
  filename: string;
  mimeType: string;
  bytes: number;
  /** The name by which the HTML refers to it, without angle brackets. */
  contentId: string | null;
}

export interface Mail {
  /** Counts up from 1 and is never used twice. */
  id: string;
  receivedAt: string;
  from: string;
  /** Who the envelope was for, in lower case: blind copies included. */
  to: string[];
  subject: string;
  text: string;
  html: string | null;
  headers: { name: string; value: string }[];
  attachments: MailAttachment[];
  /** The size of the message as received. */
  bytes: number;
}

export interface ReceivedMail {
  raw: Buffer;
  parsed: Email;
  from: string;
  to: string[];
  receivedAt: string;
}

export interface MailboxBounds {
  mailsMax: number;
  bytesMax: number;
}

/** Opens the mailbox of that directory with everything an earlier process left in it. */
export function openMailbox(store: string, bounds: MailboxBounds) {
  mkdirSync(store, { recursive: true });
  // Mails carry links that open accounts and orders: nobody else on this machine may read them.
  chmodSync(store, 0o700);
  /** Oldest first. */
  const mails = readMails(store);
  let bytes = mails.reduce((sum, mail) => sum + mail.bytes, 0);
  let lastId = Number(mails.at(-1)?.id ?? 0);

  function dropOldest(): void {
    while (mails.length > bounds.mailsMax || (bytes > bounds.bytesMax && mails.length > 1)) {
      const oldest = mails.shift();
      if (!oldest) return;
      bytes -= oldest.bytes;
      rmSync(join(store, oldest.id), { recursive: true, force: true });
    }
  }

  dropOldest();
  return {
    /** Keeps the mail; when this returns it is on disk. */
    keep(received: ReceivedMail): Mail {
      lastId += 1;
      const mail = describe(String(lastId), received);
      const contents = received.parsed.attachments.map(({ content }) => contentBytes(content));
      writeMail(store, mail, received.raw, contents);
      mails.push(mail);
      bytes += mail.bytes;
      dropOldest();
      return mail;
    },
    /** Newest first. */
    all: (): Mail[] => mails.toReversed(),
    find: (id: string): Mail | undefined => mails.find((mail) => mail.id === id),
    attachment(id: string, n: number): { about: MailAttachment; content: Buffer } | undefined {
      const about = mails.find((mail) => mail.id === id)?.attachments[n - 1];
      return about && { about, content: readFileSync(join(store, id, `attachment-${n}`)) };
    },
  };
}

export type Mailbox = ReturnType<typeof openMailbox>;

function readMails(store: string): Mail[] {
  const names = readdirSync(store);
  for (const name of names) if (name.endsWith('.new')) rmSync(join(store, name), { recursive: true, force: true });
  return names
    .filter((name) => /^\d{1,12}$/.test(name))
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => JSON.parse(readFileSync(join(store, name, 'mail.json'), 'utf8')) as Mail);
}

/** Written beside and renamed, so that a mail is in the box wholly or not at all. */
function writeMail(store: string, mail: Mail, raw: Buffer, contents: readonly Buffer[]): void {
  const unfinished = join(store, `${mail.id}.new`);
  mkdirSync(unfinished);
  writeFileSync(join(unfinished, 'message.eml'), raw);
  contents.forEach((content, index) => {
    writeFileSync(join(unfinished, `attachment-${index + 1}`), content);
  });
  writeFileSync(join(unfinished, 'mail.json'), JSON.stringify(mail));
  renameSync(unfinished, join(store, mail.id));
}

function describe(id: string, received: ReceivedMail): Mail {
  const { parsed } = received;
  return {
    id,
    receivedAt: received.receivedAt,
    from: parsed.from ? written(parsed.from) : received.from,
    to: received.to.map((address) => address.toLowerCase()),
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html ?? null,
    headers: parsed.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    attachments: parsed.attachments.map(({ filename, mimeType, contentId, content }, index) => ({
      n: index + 1,
      filename: filename ?? `attachment-${index + 1}`,
      mimeType,
      bytes: contentBytes(content).length,
      contentId: contentId?.replace(/^<|>$/g, '') ?? null,
    })),
    bytes: received.raw.length,
  };
}

function written(address: Address): string {
  const { name, address: mailbox } = address;
  if (mailbox === undefined || mailbox === '') return name;
  return name === '' ? mailbox : `${name} <${mailbox}>`;
}

function contentBytes(content: ArrayBuffer | Uint8Array | string): Buffer {
  if (typeof content === 'string') return Buffer.from(content);
  return content instanceof Uint8Array ? Buffer.from(content) : Buffer.from(content);
}
