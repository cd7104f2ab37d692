/** What the forms of a venue do when they are sent. */
import { parseWithZod } from '@conform-to/zod/v4';
import { answerFaults, answerRefusal, type FormAnswer } from '../account/form-answer.ts';
import type { Ask } from '../api/ask.ts';
import { fieldErrors } from '../words/field-errors.ts';
import { onceKey } from './once-key.server.ts';
import { DetailsForm, generatorOf, HouseForm, VenueForm, venueNames } from './venue-form.ts';

const hide: readonly string[] = [];
const formatError = fieldErrors(venueNames);

type News = { readonly done: string };
type Saved = { readonly answer: FormAnswer } | { readonly news: News };

/** Adds a venue and draws its map. A map that fails leaves the venue: its page offers to draw again. */
export async function saveNewVenue(
  ask: Ask,
  organizationId: string,
  sent: FormData,
): Promise<{ answer: FormAnswer } | { venueId: string; news: News }> {
  const submission = parseWithZod(sent, { schema: VenueForm, formatError });
  if (submission.status !== 'success') return { answer: answerFaults(submission, { hide }) };
  const { name, address, city, country, timeZone, ...house } = submission.value;
  const body = { organizationId, name, address, city, country, timeZone };
  const made = await ask('createVenue', { body, key: onceKey(sent.get('mark'), body) });
  if (!made.ok) return { answer: answerRefusal(submission, made.refusal, { hide, names: venueNames }) };
  const map = await ask('putSeatMap', { params: { id: made.data.id }, body: { generator: generatorOf(house) } });
  return { venueId: made.data.id, news: { done: map.ok ? 'added' : 'no-map' } };
}

/** Changes where a venue is. */
export async function saveDetails(ask: Ask, id: string, sent: FormData): Promise<Saved> {
  const submission = parseWithZod(sent, { schema: DetailsForm, formatError });
  if (submission.status !== 'success') return { answer: answerFaults(submission, { form: 'details', hide }) };
  const { name, address, city, country, timeZone } = submission.value;
  const answer = await ask('updateVenue', { params: { id }, body: { name, address, city, country, timeZone } });
  if (answer.ok) return { news: { done: 'saved' } };
  return { answer: answerRefusal(submission, answer.refusal, { form: 'details', hide, names: venueNames }) };
}

/** Draws a venue's map anew. */
export async function saveHouse(ask: Ask, id: string, sent: FormData): Promise<Saved> {
  const submission = parseWithZod(sent, { schema: HouseForm, formatError });
  if (submission.status !== 'success') return { answer: answerFaults(submission, { form: 'house', hide }) };
  const answer = await ask('putSeatMap', { params: { id }, body: { generator: generatorOf(submission.value) } });
  if (answer.ok) return { news: { done: 'drawn' } };
  return { answer: answerRefusal(submission, answer.refusal, { form: 'house', hide, names: venueNames }) };
}
