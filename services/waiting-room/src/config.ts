/** What of the waiting room can be set. */
import { variable, wholeNumber } from '@usher/kit/config';

export const config = {
  WAITING_ROOM_PASS_SECONDS: variable(
    wholeNumber(60, 3_600, 600),
    'How long a buyer who was let in may begin to hold seats, in seconds',
  ),
  WAITING_ROOM_INSIDE_MIN: variable(
    wholeNumber(1, 100_000, 100),
    'Buyers inside at once (let in, and neither done nor out of time) that are always allowed, of each event',
  ),
  WAITING_ROOM_INSIDE_MAX: variable(
    wholeNumber(1, 100_000, 5_000),
    'Buyers inside at once at most, of each event, however well it goes',
  ),
  WAITING_ROOM_AUTO_HOLDS_PER_SECOND: variable(
    wholeNumber(1, 100_000, 50),
    'Holds a second above which an automatic waiting room closes the door of its event',
  ),
  WAITING_ROOM_POLLS_PER_SECOND_MAX: variable(
    wholeNumber(1, 100_000, 5_000),
    'Those who wait are told to ask so rarely that all together ask at most so often, a second',
  ),
  WAITING_ROOM_CHALLENGE_BITS: variable(
    wholeNumber(1, 30, 16),
    'Zero bits a solution must begin with where an event asks for work: each one more doubles the work',
  ),
};
