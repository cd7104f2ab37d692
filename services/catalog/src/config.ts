/** What of the catalog can be set. */
import { variable, wholeNumber } from '@usher/kit/config';

export const config = {
  EVENT_LIST_MS: variable(wholeNumber(0, 60_000, 1_000), 'How old a page of events may be, in milliseconds'),
  POPULAR_LIST_SECONDS: variable(wholeNumber(0, 3_600, 30), 'How old the list of popular events may be, in seconds'),
  SEAT_MAP_MEMORY_MEGABYTES: variable(
    wholeNumber(1, 1_024, 48),
    'Memory for written and compressed seat maps, in megabytes',
  ),
};
