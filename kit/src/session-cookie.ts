/**
 * The session cookie: how a browser carries an access token that no script may read. The web app
 * sets and clears it; every service reads it. The edge refuses changes that another site's page
 * sends with it.
 */
import type { FastifyRequest } from 'fastify';

/** Over TLS. The prefix makes browsers keep it to this very host, for the whole of it, and to TLS (RFC 6265bis, 4.1.3.2). */
export const SECURE_SESSION_COOKIE = '__Host-usher-access';
/** Over plain HTTP, where the browser refuses the other: a machine of one's own. */
export const PLAIN_SESSION_COOKIE = 'usher-access';

/**
 * The token a request's cookie carries, or undefined. Over TLS only the secure cookie counts: the
 * plain one could have been set by whoever answers for this name without TLS.
 */
export function sessionCookieOf(request: Pick<FastifyRequest, 'headers' | 'protocol'>): string | undefined {
  const { cookie } = request.headers;
  if (cookie === undefined) return undefined;
  const secure = valueOf(cookie, SECURE_SESSION_COOKIE);
  return secure ?? (request.protocol === 'https' ? undefined : valueOf(cookie, PLAIN_SESSION_COOKIE));
}

function valueOf(cookies: string, name: string): string | undefined {
  const pair = cookies
    .split(';')
    .map((one) => one.trim())
    .find((one) => one.startsWith(`${name}=`));
  const value = pair?.slice(name.length + 1);
  return value !== undefined && /^[\w.-]+$/.test(value) ? value : undefined;
}
