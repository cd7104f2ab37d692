/** What nginx refuses by itself, as the same problem documents every service answers with. */
import type { RefusalCode } from '@usher/contracts/refusals';
import { METHODS, protections } from '@usher/kit/edge';
import { problemOf, refuse } from '@usher/kit/refusal';

/**
 * nginx's own statuses by the refusal they become. 494 to 497 are its private ones: headers too large, and three
 * faults of TLS. What no copy could answer is one refusal to callers, whichever of 502, 503 and 504 nginx calls it.
 */
const nginxStatuses = {
  invalid_request: [400, 495, 496, 497, 501, 505],
  not_found: [403, 404],
  method_not_allowed: [405],
  request_timeout: [408],
  payload_too_large: [413],
  headers_too_large: [414, 494],
  expectation_failed: [417],
  misdirected: [421],
  internal_error: [500],
  unavailable: [502, 503, 504],
} as const satisfies Partial<Record<RefusalCode, readonly number[]>>;

const codes = Object.keys(nginxStatuses) as (keyof typeof nginxStatuses)[];
const UNAVAILABLE_RETRY_SECONDS = 1;

/** From the status that is answered to the document, and to the headers only some refusals have: name and cases of a map. */
export function problemMaps(): [name: string, cases: Record<string, string>][] {
  const documents = codes.map((code) => {
    const document = JSON.stringify(problemOf(refuse(code), '$usher_request_id'));
    if (/['\\]/.test(document)) throw new Error(`the title of ${code} cannot be quoted for nginx`);
    return [String(refuse(code).status), `'${document}'`] as const;
  });
  return [
    ['$usher_problem', Object.fromEntries(documents)],
    ['$usher_allow', { 405: `"${METHODS.join(', ')}"` }],
    ['$usher_retry_after', { 503: String(UNAVAILABLE_RETRY_SECONDS) }],
  ];
}

/** The lines of a server block by which its refusals are problem documents, protected as kit/edge protects its own. */
export function problemLines(): string[] {
  const headers = {
    ...protections,
    'x-request-id': '$usher_request_id',
    allow: '$usher_allow',
    'retry-after': '$usher_retry_after',
  };
  return [
    ...codes.map((code) => `error_page ${nginxStatuses[code].join(' ')} =${refuse(code).status} @problem;`),
    'location @problem {',
    '  default_type "application/problem+json; charset=utf-8";',
    // A header whose value is empty is not sent.
    ...Object.entries(headers).map(([name, value]) => `  add_header ${name} "${value}" always;`),
    // The status is that of the error_page that led here.
    '  return 500 $usher_problem;',
    '}',
  ];
}
