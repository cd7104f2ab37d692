/** The page where a cardholder confirms or declines: two plain forms, no script. */
import type { ChargeRecord } from './charge.ts';
import type { Reply } from './reply.ts';

const style = `
:root { color-scheme: light dark; --ink: #1b1f27; --paper: #f3f4f7; --card: #fff; --quiet: #596070; --edge: #d5d9e2; --go: #14633f; --go-ink: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eceef3; --paper: #12151b; --card: #1b1f28; --quiet: #a3abbb; --edge: #353b49; --go: #6fd3a1; --go-ink: #0c1f15; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: min(26rem, 100%); padding: 2rem; background: var(--card); border: 1px solid var(--edge); border-radius: 1rem; }
p { margin: 0 0 1rem; color: var(--quiet); }
h1 { margin: 0 0 1rem; font-size: 1.375rem; line-height: 1.25; }
.amount { color: var(--ink); font-size: 2rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.choices { display: grid; gap: .75rem; }
button { width: 100%; min-height: 3rem; border-radius: .625rem; border: 1px solid var(--edge); background: transparent; color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
button.go { background: var(--go); border-color: var(--go); color: var(--go-ink); }
button:focus-visible { outline: 3px solid var(--go); outline-offset: 3px; }
`;

/** Asks for the decision; tells it when it has been made. */
export function actionPage({ charge, actionSecret, returnUrl }: ChargeRecord): Reply {
  if (charge.state !== 'requires_action') return decidedPage();
  const decide = (verb: string, label: string, look: string) =>
    `<form method="post" action="${actionSecret ?? ''}/${verb}"><button${look}>${label}</button></form>`;
  return page(
    200,
    'Confirm your payment',
    [
      `<p class="amount">${price(charge.amount, charge.currency)}</p>`,
      `<p>Reference ${escape(charge.reference)}. This is a test bank: no money moves.</p>`,
      `<div class="choices">${decide('approve', 'Approve', ' class="go"')}${decide('decline', 'Decline', '')}</div>`,
    ].join(''),
    returnUrl,
  );
}

/** After the decision: back to the shop, or the end of the road when it named no address. */
export function afterDecision({ returnUrl }: ChargeRecord): Reply {
  if (returnUrl === null) return decidedPage();
  return { status: 303, body: '', headers: { location: new URL(returnUrl).href, 'cache-control': 'no-store' } };
}

export function unknownActionPage(): Reply {
  return page(404, 'Nothing to confirm', '<p>This address belongs to no payment.</p>', null);
}

function decidedPage(): Reply {
  return page(200, 'All done', '<p>There is nothing left to decide. You can close this page.</p>', null);
}

function page(status: number, title: string, content: string, returnUrl: string | null): Reply {
  // Browsers hold the redirect that follows a form to form-action too, so the shop's origin must be in it.
  const formTargets = returnUrl === null ? "'self'" : `'self' ${new URL(returnUrl).origin}`;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action ${formTargets}; base-uri 'none'; frame-ancestors 'none'`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Testcard</title><style>${style}</style></head>
<body><main><p>Testcard</p><h1>${title}</h1>${content}</main></body></html>
`,
  };
}

function price(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return escape(format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2)));
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
