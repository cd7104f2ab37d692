/** The pages of the mailbox: the list, one mail, its HTML part, its attachments, and JSON for tests. */
import { html, type Html } from './html.ts';
import type { Mail, MailAttachment, Mailbox } from './mailbox.ts';
import { mailStyle } from './style.ts';

export interface PageRequest {
  method: string;
  /** With its query, as it stands in the request line. */
  path: string;
}

export interface PageReply {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * What a mail's own HTML may do: show itself with inline styles and images it carries, and open links in a new tab.
 * No script, no form, no request to anybody, an origin of its own.
 */
const foreignPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; frame-ancestors 'self'";

/** Answers a request under /dev/mail; undefined for every other path. Only GET and HEAD are known (both with the body). */
export function mailPage(mailbox: Mailbox, { method, path }: PageRequest): PageReply | undefined {
  const [address = '', query = ''] = path.split('?', 2);
  if (address !== '/dev/mail.json' && address !== '/dev/mail' && !address.startsWith('/dev/mail/')) return undefined;
  if (method !== 'GET' && method !== 'HEAD') {
    return {
      status: 405,
      headers: { allow: 'GET, HEAD', 'content-type': 'text/plain; charset=utf-8' },
      body: 'Only GET and HEAD\n',
    };
  }
  const to = new URLSearchParams(query).get('to')?.trim().toLowerCase() ?? '';
  const mails = () => mailbox.all().filter((mail) => to === '' || mail.to.includes(to));
  if (address === '/dev/mail' || address === '/dev/mail/') return listPage(mails(), to);
  if (address === '/dev/mail.json') return jsonList(mails());
  if (address === '/dev/mail/style.css') {
    return {
      status: 200,
      headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' },
      body: mailStyle,
    };
  }
  const [, id = '', part, n] = /^\/dev\/mail\/(\d{1,12})(?:\/(html|attachments\/(\d{1,3})))?$/.exec(address) ?? [];
  const mail = mailbox.find(id);
  if (!mail) return notFound();
  if (part === undefined) return mailView(mail);
  return n === undefined ? htmlPart(mail, mailbox) : download(mailbox, mail, Number(n));
}

function listPage(mails: readonly Mail[], to: string): PageReply {
  const rows = mails.map(
    (mail) => html`<li><a href="/dev/mail/${mail.id}"><strong>${subjectOf(mail)}</strong> ${when(mail.receivedAt)}
<span>To ${mail.to.join(', ')}</span> <span>${attachmentCount(mail.attachments.length)}</span></a></li>
`,
  );
  const empty = to === '' ? 'No mail yet. What the platform sends appears here.' : `No mail to ${to}.`;
  const content = html`<header><div><h1>Mail</h1><span class="quiet">Everything sent from here, newest first. Nothing leaves this machine.</span></div>
<form class="find" action="/dev/mail" role="search"><label>Sent to<input type="email" name="to" value="${to}" autocomplete="off"></label><button>Show</button></form></header>
<main>${rows.length === 0 ? html`<p class="empty">${empty}</p>` : html`<ul class="mails">${rows}</ul>`}</main>`;
  return page(200, 'Mail', content);
}

function mailView(mail: Mail): PageReply {
  const content = html`<header><div><a href="/dev/mail">All mail</a><h1>${subjectOf(mail)}</h1></div></header>
<main><dl class="facts"><dt>From</dt><dd>${mail.from}</dd><dt>To</dt><dd>${mail.to.join(', ')}</dd><dt>Received</dt><dd>${when(mail.receivedAt)}</dd></dl>
${mail.attachments.length === 0 ? '' : html`<h2>Attachments</h2><ul class="files">${mail.attachments.map((file) => attachmentLink(mail, file))}</ul>`}
${mail.html === null ? '' : html`<h2>HTML</h2><iframe title="The mail as HTML" src="/dev/mail/${mail.id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`}
${mail.text === '' ? '' : html`<h2>Text</h2><pre>${linked(mail.text)}</pre>`}
<details><summary>Headers</summary><pre>${mail.headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}</pre></details></main>`;
  return page(200, subjectOf(mail), content);
}

function notFound(): PageReply {
  return page(
    404,
    'No such mail',
    html`<header><h1>No such mail</h1></header><main><p>The oldest mails are dropped. <a href="/dev/mail">All mail</a></p></main>`,
  );
}

function jsonList(mails: readonly Mail[]): PageReply {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
  return { status: 200, headers, body: JSON.stringify({ items: mails }) };
}

/** The mail's HTML as it came, but for links, which open a new tab, and images it carries, which become data. */
function htmlPart(mail: Mail, mailbox: Mailbox): PageReply {
  const carried = new Map(
    mail.attachments.flatMap((file) => (file.contentId === null ? [] : [[file.contentId, file]])),
  );
  const body = (mail.html ?? '').replace(/(["'(])cid:([^"')]{1,200})/g, (whole, before: string, contentId: string) => {
    const image = carried.get(contentId);
    if (!image || !/^image\/[a-z0-9.+-]+$/.test(image.mimeType)) return whole;
    const content = mailbox.attachment(mail.id, image.n)?.content.toString('base64') ?? '';
    return `${before}data:${image.mimeType};base64,${content}`;
  });
  const newTab = '<base target="_blank">';
  const withBase = /<head[^>]*>/i.test(body) ? body.replace(/<head[^>]*>/i, (head) => head + newTab) : newTab + body;
  return { status: 200, headers: { ...pageHeaders, 'content-security-policy': foreignPolicy }, body: withBase };
}

function download(mailbox: Mailbox, mail: Mail, n: number): PageReply {
  const found = mailbox.attachment(mail.id, n);
  if (!found) return notFound();
  const { mimeType, filename } = found.about;
  const plainName = filename.replace(/[^\w. -]/g, '_').slice(0, 100);
  const exactName = encodeURIComponent(filename.toWellFormed().slice(0, 200)).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return {
    status: 200,
    headers: {
      'content-type': /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/.test(mimeType) ? mimeType : 'application/octet-stream',
      'content-disposition': `attachment; filename="${plainName}"; filename*=UTF-8''${exactName}`,
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body: found.content,
  };
}

function page(status: number, title: string, content: Html): PageReply {
  const whole = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="stylesheet" href="/dev/mail/style.css"></head>
<body>${content}</body></html>
`;
  return { status, headers: pageHeaders, body: whole.html };
}

function attachmentLink(mail: Mail, { n, filename, mimeType, bytes }: MailAttachment): Html {
  return html`<li><a href="/dev/mail/${mail.id}/attachments/${n}" download>${filename}</a> <span class="quiet">${mimeType}, ${size(bytes)}</span></li>`;
}

/** Addresses in plain text become links; everything else stays text. */
function linked(text: string): Html[] {
  return text
    .split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/)
    .map((piece, index) =>
      index % 2 === 0
        ? html`${piece}`
        : html`<a href="${piece}" target="_blank" rel="noopener noreferrer">${piece}</a>`,
    );
}

function subjectOf(mail: Mail): string {
  return mail.subject === '' ? '(no subject)' : mail.subject;
}

function when(instant: string): Html {
  return html`<time datetime="${instant}">${instant.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

function attachmentCount(count: number): string {
  if (count === 0) return '';
  return count === 1 ? '1 attachment' : `${count} attachments`;
}

function size(bytes: number): string {
  return bytes < 1_000 ? `${bytes} bytes` : `${Math.round(bytes / 1_000)} kB`;
}
