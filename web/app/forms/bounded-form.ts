/**
 * What a form may look like, judged before anything reads it. A field called `x[10000000]` would be read as a list of ten
 * million holes, each of them written back to the page: twenty bytes that stop a process. No form of ours has lists that
 * long, names that long, or so many fields.
 */
const FIELDS_MAX = 500;
const NAME_LENGTH_MAX = 200;
/** Lists of up to a hundred. */
const LONG_INDEX = /\[\d{3,}\]/;
const DEPTH_MAX = 8;
/** Where Conform keeps what a button asks of a list: add, remove, move. */
const INTENT = '__intent__';

/** Root middleware: answers 400 or 415 to a form none of our pages made. */
export async function boundedFormMiddleware(
  { request }: { request: Request },
  next: () => Promise<Response>,
): Promise<Response> {
  if (request.method !== 'POST' || isEmpty(request)) return next();
  const type = request.headers.get('content-type') ?? '';
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return refusal(415);
  const form = await request
    .clone()
    .formData()
    .catch(() => undefined);
  return form !== undefined && isBounded(form) ? next() : refusal(400);
}

/** Whether every name of a form, and of what its buttons ask, is one a page of ours could have. */
function isBounded(form: FormData): boolean {
  const names = [...form.keys()];
  if (names.length > FIELDS_MAX || !names.every(isName)) return false;
  return form.getAll(INTENT).every((intent) => typeof intent === 'string' && isIntent(intent));
}

function isName(name: string): boolean {
  const depth = name.split(/[.[]/).length;
  return name.length <= NAME_LENGTH_MAX && depth <= DEPTH_MAX && !LONG_INDEX.test(name);
}

function isIntent(text: string): boolean {
  let intent: unknown;
  try {
    intent = JSON.parse(text);
  } catch {
    return false;
  }
  if (typeof intent !== 'object' || intent === null || !('type' in intent) || typeof intent.type !== 'string')
    return false;
  const payload = 'payload' in intent ? intent.payload : undefined;
  if (typeof payload !== 'object' || payload === null) return payload === undefined;
  const { name, index, from, to } = payload as Record<string, unknown>;
  const isPlace = (place: unknown) =>
    place === undefined || (Number.isInteger(place) && Number(place) >= 0 && Number(place) < 100);
  return (name === undefined || (typeof name === 'string' && isName(name))) && [index, from, to].every(isPlace);
}

/** A page renews its session with a POST that says nothing. */
function isEmpty(request: Request): boolean {
  return request.body === null || request.headers.get('content-length') === '0';
}

function refusal(status: 400 | 415): Response {
  const words =
    status === 415 ? 'This is not a form.' : 'We couldn’t read that form. Please reload the page and try again.';
  return new Response(words, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}
