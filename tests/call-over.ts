/** Calls the API of an installation over HTTP as tests call a host in their own process. */
import type { TestAnswer, TestCall } from '@usher/kit/testing';

/** Throws a TypeError when no answer came. */
export async function callOver(url: string, route: string, { as, body, headers }: TestCall = {}): Promise<TestAnswer> {
  const [method = 'GET', where = ''] = route.split(' ');
  const asIs = Buffer.isBuffer(body) || typeof body === 'string';
  const response = await fetch(`${url}/api${where}`, {
    method,
    headers: {
      ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: asIs ? body : JSON.stringify(body) }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString('utf8');
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text,
    bytes,
    json: <T>() => JSON.parse(text) as T,
  };
}
