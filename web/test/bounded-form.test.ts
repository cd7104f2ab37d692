/** What a form may look like before anything reads it. */
import { describe, expect, it } from 'vitest';
import { boundedFormMiddleware } from '../app/forms/bounded-form.ts';

describe('a form', () => {
  it('of ours passes, and can still be read afterwards', async () => {
    const request = posted(
      'email=a%40b.c&priceTiers[19].name=Gold&__intent__=%7B%22type%22%3A%22insert%22%2C%22payload%22%3A%7B%22name%22%3A%22priceTiers%22%7D%7D',
    );
    expect(await statusOf(request)).toBe(200);
    expect((await request.formData()).get('email')).toBe('a@b.c');
  });

  it('that would become a list of millions of holes is refused, however the index is said', async () => {
    for (const body of [
      'email[10000000]=x',
      'a.b[4294967290].c=x',
      `__intent__=${encodeURIComponent('{"type":"update","payload":{"name":"x","index":1000000,"value":"y"}}')}`,
      `__intent__=${encodeURIComponent('{"type":"insert","payload":{"name":"x[1000000]"}}')}`,
    ])
      expect(await statusOf(posted(body)), body).toBe(400);
  });

  it('with names too deep or too long, too many fields, or an intent that is none is refused', async () => {
    for (const body of [
      `${'a.'.repeat(10_000)}b=x`,
      `${'a'.repeat(201)}=x`,
      Array.from({ length: 501 }, (_none, at) => `f${at}=x`).join('&'),
      '__intent__=%7B',
      '__intent__=5',
    ])
      expect(await statusOf(posted(body))).toBe(400);
  });

  it('that is no form at all is refused, and nothing at all passes', async () => {
    expect(await statusOf(posted('{}', 'application/json'))).toBe(415);
    expect(await statusOf(posted('x', 'multipart/form-data; boundary=none'))).toBe(400);
    expect(await statusOf(new Request('http://localhost/session', { method: 'POST' }))).toBe(200);
    expect(await statusOf(new Request('http://localhost/events?x[100000]=y'))).toBe(200);
  });
});

const posted = (body: string, type = 'application/x-www-form-urlencoded') =>
  new Request('http://localhost/login', { method: 'POST', headers: { 'content-type': type }, body });

async function statusOf(request: Request): Promise<number> {
  return (await boundedFormMiddleware({ request }, async () => new Response(null))).status;
}
