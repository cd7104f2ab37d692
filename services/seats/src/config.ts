/** What of the seats service can be set. */
import { variable, wholeNumber } from '@usher/kit/config';

export const config = {
  HOLD_SECONDS: variable(wholeNumber(1, 86_400, 300), 'How long a buyer may hold seats, in seconds'),
  STREAMS_MAX: variable(wholeNumber(1, 50_000, 20_000), 'Open live seat maps one process serves at most'),
  STREAM_DELTA_MS: variable(
    wholeNumber(10, 5_000, 250),
    'Changes of the live seat map are gathered for at most this long, in milliseconds; for less while few watch',
  ),
};
