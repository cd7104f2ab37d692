/** States of a mail in words. */
import type { Data } from '../api/ask.ts';

export type Mail = Data<'listFailedNotifications'>['items'][number];
export type MailState = Mail['state'];

export const mailStates: Readonly<Record<MailState, { readonly label: string; readonly empty: string }>> = {
  failed: { label: 'Not sent', empty: 'Nothing has failed' },
  queued: { label: 'Waiting', empty: 'Nothing is waiting' },
  sent: { label: 'Sent', empty: 'Nothing was sent yet' },
};

export const isMailState = (text: string | null): text is MailState => text !== null && Object.hasOwn(mailStates, text);

/** What the mail server said, without the program's own prefix; the admin may need its very words. */
export function reasonOf({ lastError }: Mail): string {
  if (lastError === null) return 'Not tried yet';
  const said = lastError.replace(/^(Error|TypeError|AggregateError): /, '').trim();
  if (/ECONNREFUSED|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|ECONNRESET/.test(said))
    return 'The mail server could not be reached.';
  return said === '' ? 'The mail server gave no reason.' : `The mail server said: ${said}`;
}
