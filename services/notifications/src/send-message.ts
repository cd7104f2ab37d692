/** Sending: a queued message to the relay, again after a passing fault, openly failed after a final one. */
import type { Transporter } from 'nodemailer';
import { sql } from '@usher/kit/database';
import { doingFor } from '@usher/kit/trace';
import type { WorkKind } from '@usher/kit/work';
import { composeMail } from './compose-mail.ts';
import { htmlMail, plainMail } from './mail-layout.ts';
import { type MessageRow, oneLine } from './messages.ts';
import type { NotificationsKit } from './notifications-kit.ts';

/** Connections to the relay, kept open and bounded. */
export async function openRelay(kit: NotificationsKit): Promise<Transporter> {
  // Only here: every process of a split installation would load it.
  const { createTransport } = await import('nodemailer');
  return createTransport({
    url: kit.config.SMTP_URL,
    pool: true,
    maxConnections: kit.config.MAILS_AT_ONCE,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as never);
}

/**
 * At least once: a process that dies between the relay's yes and its own note sends again, under
 * the same Message-ID, by which mail programs fold the two into one.
 */
export function sendMessage(kit: NotificationsKit, relay: Transporter): WorkKind {
  return {
    concurrency: kit.config.MAILS_AT_ONCE,
    leaseSeconds: 120,
    patient: true,
    attemptsMax: 1_000,
    async handle({ key, requestId }) {
      const [message] = await kit.db.query<MessageRow>(sql`select * from message where id = ${key}`);
      if (!message || message.state !== 'queued') return 'done';
      try {
        await sendOne(kit, relay, message);
        kit.log.info({ ...doingFor(requestId), ...which(message) }, 'a mail was sent');
      } catch (error) {
        return await noteFailure(kit, message, requestId, error);
      }
      return 'done';
    },
  };
}

async function sendOne(kit: NotificationsKit, relay: Transporter, message: MessageRow): Promise<void> {
  const { text, attachments } = await composeMail(kit, message);
  const host = new URL(kit.config.PUBLIC_URL).hostname;
  const subject = oneLine(text.subject);
  await relay.sendMail({
    from: kit.config.MAIL_FROM,
    to: { name: '', address: message.to_email },
    subject,
    text: plainMail(text),
    html: htmlMail(text),
    attachments: attachments.map((attachment) => ({ ...attachment })),
    messageId: `<${message.id}@${host}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Usher-Message': message.kind },
  });
  await kit.db.query(sql`
    update message set state = 'sent', sent_at = usher_now(), attempts = attempts + 1, last_error = null, subject = ${subject},
      data = data - 'token' where id = ${message.id} and state = 'queued'`);
}

function which({ id, kind, data }: MessageRow) {
  return { messageId: id, kind, orderId: data['orderId'] };
}

/** A relay's 5xx is final; anything else is tried again, from a second up to an hour apart. */
async function noteFailure(
  kit: NotificationsKit,
  message: MessageRow,
  requestId: string,
  error: unknown,
): Promise<'done' | { againInMs: number }> {
  const code = (error as { responseCode?: number }).responseCode;
  const attempts = message.attempts + 1;
  const final = (code !== undefined && code >= 500) || attempts >= kit.config.MAIL_ATTEMPTS_MAX;
  await kit.db.query(sql`
    update message set attempts = ${attempts}, last_error = ${String(error).slice(0, 1_000)}, state = ${final ? 'failed' : 'queued'}
    where id = ${message.id} and state = 'queued'`);
  kit.log[final ? 'error' : 'warn'](
    { ...doingFor(requestId), ...which(message), attempts, smtpCode: code },
    final ? 'a mail was given up' : 'a mail could not be sent and is tried again',
  );
  return final ? 'done' : { againInMs: Math.min(3_600_000, 1_000 * 3 ** Math.min(attempts - 1, 8)) };
}
