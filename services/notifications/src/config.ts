/** What of the notifications service can be set. */
import { variable, wholeNumber } from '@usher/kit/config';
import { z } from 'zod';

export const config = {
  SMTP_URL: variable(z.url({ protocol: /^smtps?$/ }), 'The mail relay', 'smtp://user:secret@mail.example:587'),
  MAIL_FROM: variable(z.string().default('Usher <tickets@usher.test>'), 'Sender of every mail'),
  PUBLIC_URL: variable(
    z.url().default('http://localhost:3000'),
    'How people reach this installation; links in mails start with it',
  ),
  MAILS_AT_ONCE: variable(wholeNumber(1, 50, 4), 'Mails handed to the relay at the same time'),
  MAIL_ATTEMPTS_MAX: variable(wholeNumber(1, 100, 12), 'Attempts before a mail is given up and shown to admins'),
};
