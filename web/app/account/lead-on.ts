/** On to where somebody wanted to go before logging in. */
import { redirect, redirectDocument } from 'react-router';
import { safeNext } from '../paths.ts';

/** A file is no page: the browser itself fetches it. */
export function leadOn(url: URL): Response {
  const next = safeNext(url.searchParams.get('next'));
  return /\.(pdf|ics)$/.test(next) ? redirectDocument(next) : redirect(next);
}
