/**
 * What is wrong with a field, as a sentence to its owner: what to enter, not what rule was broken. The rules themselves
 * are the contracts'; here their findings get words, whether they were found in the form or by the API.
 */

/** A finding of a schema, as far as it is read here. */
export interface FieldIssue {
  readonly code?: string | undefined;
  readonly path?: readonly PropertyKey[] | undefined;
  readonly message?: string | undefined;
  readonly origin?: string | undefined;
  readonly expected?: string | undefined;
  readonly minimum?: number | bigint | undefined;
  readonly maximum?: number | bigint | undefined;
}

/** What a form calls its fields: `firstName` -> `your first name`. Merged over the names every form shares. */
export type FieldNames = Readonly<Record<string, string>>;

/** Makes the `formatError` option: `parseWithZod(formData, { schema, formatError: fieldErrors() })`. */
export function fieldErrors(names: FieldNames = {}): (issues: readonly FieldIssue[]) => string[] {
  return (issues) => issues.map((issue) => sentenceFor(issue, nameOf(issue.path ?? [], names)));
}

/** The faults of a 400 answer by field, as a form takes them: `submission.reply({ fieldErrors: fromProblem(…) })`. */
export function fromProblem(
  errors: readonly { readonly path: string; readonly message: string }[],
  names: FieldNames = {},
): Record<string, string[]> {
  const byField: Record<string, string[]> = {};
  for (const { path, message } of errors) {
    const field = path.replace(/^(body|query|params)[./]/, '').replace(/\.(\d+)(?=\.|$)/g, '[$1]');
    (byField[field] ??= []).push(phrase(message, nameOf(field.split(/[.[\]]+/).filter(Boolean), names)));
  }
  return byField;
}

const everyForm: FieldNames = {
  email: 'an e-mail address',
  password: 'a password',
  current: 'your current password',
  new: 'a new password',
  firstName: 'your first name',
  lastName: 'your last name',
  holderLastName: 'the last name on the ticket',
  reference: 'the order’s reference',
  name: 'a name',
  description: 'a description',
  category: 'a category',
  city: 'a city',
  address: 'an address',
  country: 'a country',
  timeZone: 'a time zone',
  venueId: 'a venue',
  startsAtLocal: 'a date and time',
  salesOpenAt: 'when sales open',
  salesCloseAt: 'when sales end',
  durationMinutes: 'how long it lasts',
  maxTicketsPerOrder: 'the tickets per order',
  price: 'a price',
  amount: 'a price',
  capacity: 'a capacity',
  key: 'a short key',
  q: 'what to look for',
  gate: 'the gate',
};

const choices = new Set(['venueId', 'category', 'timeZone', 'role']);

interface Named {
  /** With its article: `your first name`. */
  readonly name: string;
  /** At the beginning of a sentence: `Your first name`, `The e-mail address`. */
  readonly subject: string;
  readonly verb: 'Enter' | 'Choose';
  readonly isEmail: boolean;
}

function nameOf(path: readonly PropertyKey[], names: FieldNames): Named {
  const key = String(path.findLast((part) => typeof part === 'string' && !/^\d+$/.test(part)) ?? '');
  const name = names[path.join('.')] ?? names[key] ?? everyForm[key] ?? 'this field';
  const subject = name.replace(/^an? /, 'the ').replace(/^this field$/, 'this');
  return {
    name,
    subject: subject.charAt(0).toUpperCase() + subject.slice(1),
    verb: choices.has(key) ? 'Choose' : 'Enter',
    isEmail: key.toLowerCase().endsWith('email'),
  };
}

function sentenceFor(issue: FieldIssue, field: Named): string {
  if (isMissing(issue) || field.isEmail) return missing(field);
  const { minimum, maximum, origin } = issue;
  if (issue.code === 'too_big' && maximum !== undefined) {
    if (origin === 'string') return `${field.subject} can have up to ${String(maximum)} characters`;
    return origin === 'array'
      ? `Choose up to ${String(maximum)}`
      : `${field.subject} can be ${String(maximum)} at most`;
  }
  if (issue.code === 'too_small' && minimum !== undefined) {
    if (origin === 'string') return `${field.subject} must have at least ${String(minimum)} characters`;
    return origin === 'array'
      ? `Choose at least ${String(minimum)}`
      : `${field.subject} must be ${String(minimum)} or more`;
  }
  if (issue.code === 'invalid_type' && issue.expected === 'number') return `${field.subject} must be a number`;
  return phrase(issue.message, field);
}

/** An empty control arrives as nothing at all; of several choices, a wrong one is as good as none. */
function isMissing({ code, message }: FieldIssue): boolean {
  if (code === 'invalid_value' || message === 'Required') return true;
  return code === 'invalid_type' && message?.includes('received undefined') === true;
}

function missing({ verb, name, isEmail }: Named): string {
  return isEmail ? `Enter ${name} like name@example.com` : `${verb} ${name}`;
}

/** The contracts' own messages are predicates ("must be …"); anything else gets no further than "check it". */
function phrase(message: string | undefined, field: Named): string {
  if (field.isEmail || message?.startsWith('must have at least 1 character')) return missing(field);
  if (message !== undefined && /^(must|is|has|repeats|follows|cannot) /.test(message))
    return `${field.subject} ${message}`;
  return `Check ${field.name.replace(/^an? /, 'the ')}`;
}
