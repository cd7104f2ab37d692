import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mail } from '../src/mail/mailbox.ts';
import { type MailRelay, type MailRelayOptions, startMailRelay } from '../src/mail-relay.ts';

let store: string;
let relay: MailRelay;

beforeEach(async () => {
  store = await mkdtemp(join(tmpdir(), 'mail-relay-'));
  await chmod(store, 0o755);
  relay = await startMailRelay({ store });
});

afterEach(async () => {
  await relay.close();
  await rm(store, { recursive: true });
});

async function restart(options: Partial<MailRelayOptions> = {}) {
  await relay.close();
  relay = await startMailRelay({ store, ...options });
}

async function send(mail: SendMailOptions) {
  const transport = createTransport(relay.smtpUrl);
  try {
    await transport.sendMail({
      from: 'Usher <tickets@usher.test>',
      to: 'Ada@Example.test',
      subject: 'Hello',
      text: 'Hi',
      ...mail,
    });
  } finally {
    transport.close();
  }
}

function get(path: string, method = 'GET') {
  const reply = relay.handlePage({ path, method });
  if (!reply) throw new Error(`${path} is no page of the mailbox`);
  return { ...reply, text: reply.body.toString() };
}

describe('the mailbox', () => {
  it('lets nobody else on the machine read what it keeps', async () => {
    expect((await stat(store)).mode & 0o077).toBe(0);
  });

  it('keeps what was sent, newest first, with its envelope, parts and attachments', async () => {
    await send({ subject: 'Première' });
    const pdf = Buffer.from('%PDF-1.7 tickets');
    await send({
      subject: 'Your tickets 🎟',
      bcc: 'hidden@example.test',
      html: '<p>Grüße</p>',
      attachments: [{ filename: 'tickets.pdf', content: pdf, contentType: 'application/pdf' }],
    });
    const [newest, oldest] = relay.messages();
    expect(newest).toMatchObject({
      from: 'Usher <tickets@usher.test>',
      to: ['ada@example.test', 'hidden@example.test'],
      subject: 'Your tickets 🎟',
      attachments: [{ n: 1, filename: 'tickets.pdf', mimeType: 'application/pdf', bytes: pdf.length }],
    });
    expect(newest?.html).toContain('<p>Grüße</p>');
    expect(oldest?.subject).toBe('Première');
    expect(relay.attachment(newest?.id ?? '', 1)?.content).toEqual(pdf);
    expect(relay.attachment(newest?.id ?? '', 2)).toBeUndefined();
  });

  it('keeps its mails over a restart and goes on counting', async () => {
    await send({ subject: 'One' });
    await restart();
    await send({ subject: 'Two' });
    expect(relay.messages().map(({ id, subject }) => [id, subject])).toEqual([
      ['2', 'Two'],
      ['1', 'One'],
    ]);
  });

  it('drops the oldest mails beyond its bounds, by count and by weight', async () => {
    await restart({ mailsMax: 2 });
    for (const subject of ['One', 'Two', 'Three']) await send({ subject });
    expect(relay.messages().map((mail) => mail.subject)).toEqual(['Three', 'Two']);
    await restart({ bytesMax: 1 });
    expect(relay.messages().map((mail) => mail.subject)).toEqual(['Three']);
  });

  it('refuses a mail that is too long with 452 and takes the next one', async () => {
    await restart({ mailBytesMax: 5_000 });
    await expect(send({ text: 'x'.repeat(20_000) })).rejects.toMatchObject({ responseCode: 452 });
    await send({ subject: 'Short' });
    expect(relay.messages().map((mail) => mail.subject)).toEqual(['Short']);
  });

  it('fails on order with the code asked for', async () => {
    relay.failNext(1, 554);
    await expect(send({})).rejects.toMatchObject({ responseCode: 554 });
    await send({});
    expect(relay.messages()).toHaveLength(1);
  });

  it('takes any user and password', async () => {
    const { port } = new URL(relay.smtpUrl);
    const transport = createTransport({ host: '127.0.0.1', port: Number(port), auth: { user: 'any', pass: 'thing' } });
    await transport.sendMail({ from: 'a@usher.test', to: 'b@usher.test', subject: 'Signed in', text: '.' });
    transport.close();
    expect(relay.messages()[0]?.subject).toBe('Signed in');
  });
});

describe('its pages', () => {
  const attack = `"><img src=x onerror=alert(1)><script>alert('&')</script>`;

  it('escape everything a mail says', async () => {
    await send({ subject: attack, text: attack, attachments: [{ filename: `${attack}.txt`, content: 'x' }] });
    for (const path of ['/dev/mail', '/dev/mail/1', `/dev/mail?to=${encodeURIComponent(attack)}`]) {
      const { text, headers } = get(path);
      expect(text).not.toMatch(/<script|<img/);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
    }
    expect(get('/dev/mail').text).toContain('&lt;script&gt;alert(&#39;&amp;&#39;)');
  });

  it('show a mail with its links, and its HTML only in a sandbox', async () => {
    await send({
      text: 'Sign in: https://usher.test/sign-in?token=a&b=c.',
      html: '<script>alert(1)</script><a href="https://usher.test">go</a>',
    });
    const { text } = get('/dev/mail/1');
    expect(text).toContain('href="https://usher.test/sign-in?token=a&amp;b=c"');
    expect(text).toMatch(
      /<iframe [^>]*src="\/dev\/mail\/1\/html" sandbox="allow-popups allow-popups-to-escape-sandbox"/,
    );
    expect(text).not.toContain('<script>');
    const part = get('/dev/mail/1/html');
    expect(part.headers['content-security-policy']).toMatch(/^sandbox allow-popups .*default-src 'none'/);
    expect(part.headers['content-security-policy']).not.toContain('allow-scripts');
    expect(part.text).toContain('<base target="_blank">');
  });

  it('show images that the mail carries', async () => {
    await send({
      html: '<img src="cid:qr@usher">',
      attachments: [{ filename: 'qr.png', cid: 'qr@usher', content: 'png', contentType: 'image/png' }],
    });
    expect(get('/dev/mail/1/html').text).toContain('<img src="data:image/png;base64,cG5n">');
  });

  it('give attachments as downloads under their own names', async () => {
    await send({
      attachments: [{ filename: 'Karten "für" dich.html', content: '<script>', contentType: 'text/html' }],
    });
    const { headers, text } = get('/dev/mail/1/attachments/1');
    expect(text).toBe('<script>');
    expect(headers['content-disposition']).toBe(
      `attachment; filename="Karten _f_r_ dich.html"; filename*=UTF-8''Karten%20%22f%C3%BCr%22%20dich.html`,
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain('sandbox');
  });

  it('give JSON for one address, blind copies included', async () => {
    await send({ to: 'ada@example.test', subject: 'For Ada' });
    await send({ to: 'bob@example.test', bcc: 'ada@example.test', subject: 'For both' });
    await send({ to: 'bob@example.test', subject: 'For Bob' });
    const { text } = get('/dev/mail.json?to=Ada%40example.test');
    expect((JSON.parse(text) as { items: Mail[] }).items.map((mail) => mail.subject)).toEqual(['For both', 'For Ada']);
  });

  it('answer 404 for what is not there, 405 for other methods, and leave other paths alone', () => {
    for (const path of [
      '/dev/mail/9',
      '/dev/mail/9/html',
      '/dev/mail/9/attachments/1',
      '/dev/mail/../../x',
      '/dev/mail/%00',
    ]) {
      expect(get(path).status).toBe(404);
    }
    expect(get('/dev/mail', 'POST').status).toBe(405);
    expect(get('/dev/mail/style.css').headers['content-type']).toBe('text/css; charset=utf-8');
    expect(relay.handlePage({ path: '/dev/mailbox', method: 'GET' })).toBeUndefined();
    expect(relay.handlePage({ path: '/events', method: 'GET' })).toBeUndefined();
  });
});
