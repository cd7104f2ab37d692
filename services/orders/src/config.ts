/** What of the orders service can be set. */
import { variable, wholeNumber } from '@usher/kit/config';

export const config = {
  PAYING_SECONDS: variable(wholeNumber(30, 3_600, 600), 'How long seats wait for one payment, in seconds'),
  DECLINED_GRACE_SECONDS: variable(
    wholeNumber(0, 3_600, 120),
    'What a buyer has at least after a declined payment, in seconds',
  ),
};
