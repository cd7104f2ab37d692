/** The plain home page: where to go from here. */
import type { FastifyInstance } from 'fastify';

const STYLE = `:root{color-scheme:light dark;--ground:#faf8f5;--ink:#1d1a16;--soft:#5c554b;--line:#e4ddd2;--accent:#7a2e1d}
@media(prefers-color-scheme:dark){:root{--ground:#171512;--ink:#f3eee6;--soft:#b5ab9c;--line:#332e27;--accent:#f0a58f}}
body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.6 system-ui,sans-serif}
main{max-width:40rem;margin:0 auto;padding:clamp(2rem,10vh,6rem) 1.25rem}
h1{font-size:clamp(2.25rem,8vw,3.5rem);line-height:1.1;letter-spacing:-.02em;margin:0 0 .5rem}
p{color:var(--soft);margin:0 0 2rem}ul{list-style:none;margin:0;padding:0;border-top:1px solid var(--line)}
a{display:block;padding:1rem 0;border-bottom:1px solid var(--line);color:var(--accent);text-decoration:none}
a b{text-decoration:underline;text-underline-offset:.2em}
a span{display:block;color:var(--soft);font-weight:400}a:focus-visible{outline:3px solid var(--accent);outline-offset:4px}
`;

/** `/` and its style sheet. */
export function mountHome(app: FastifyInstance, options: { mailbox: boolean }): void {
  const links = [
    { to: '/api/documentation', name: 'API', about: 'Every operation, to read and to try' },
    { to: '/api/events', name: 'Events', about: 'What is on, as JSON' },
    ...(options.mailbox ? [{ to: '/dev/mail', name: 'Mailbox', about: 'Mails Usher sent on this machine' }] : []),
  ];
  const items = links
    .map((link) => `<li><a href="${link.to}"><b>${link.name}</b><span>${link.about}</span></a></li>`)
    .join('');
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Usher</title><link rel="stylesheet" href="/home.css"><link rel="icon" href="data:,"></head><body><main><h1>Usher</h1>
<p>Tickets for events: seat maps, payments, signed QR codes.</p><nav aria-label="Start here"><ul>${items}</ul></nav></main></body></html>`;
  app.get('/', (_request, reply) =>
    reply
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      )
      .type('text/html; charset=utf-8')
      .send(page),
  );
  app.get('/home.css', (_request, reply) =>
    reply.header('cache-control', 'public, max-age=3600').type('text/css; charset=utf-8').send(STYLE),
  );
}
