/** From what a mail says to HTML and plain text. No image and no colour carries meaning; it survives forced dark mode. */
import type { MailText } from './mail-texts.ts';

/** The complete text part. */
export function plainMail(text: MailText): string {
  return [
    text.heading,
    ...text.paragraphs,
    ...(text.facts ? [text.facts.map(([label, value]) => `${label}: ${value}`).join('\n')] : []),
    ...[text.button, text.link].flatMap((link) => (link ? [`${link.label}: ${link.url}`] : [])),
    `--\n${text.footer}`,
  ].join('\n\n');
}

const font = 'font-family:-apple-system,Segoe UI,Helvetica,Arial,sans-serif';

/** The HTML part: one column, inline styles (mail programs drop style sheets), everything escaped. */
export function htmlMail(text: MailText): string {
  const paragraphs = text.paragraphs
    .map((p) => `<p style="margin:0 0 16px;font-size:16px;line-height:1.5">${escapeHtml(p)}</p>`)
    .join('');
  const facts = (text.facts ?? [])
    .map(
      ([label, value]) =>
        `<tr><th scope="row" align="left" style="padding:8px 16px 8px 0;font-weight:400;color:#6b6257;vertical-align:top;white-space:nowrap">${escapeHtml(label)}</th><td style="padding:8px 0;font-weight:600">${escapeHtml(value)}</td></tr>`,
    )
    .join('');
  const button = text.button
    ? `<p style="margin:24px 0"><a href="${escapeHtml(text.button.url)}" style="display:inline-block;background:#7a2e1d;color:#ffffff;text-decoration:none;font-weight:600;padding:14px 22px;border-radius:8px">${escapeHtml(text.button.label)}</a></p>`
    : '';
  const link = text.link
    ? `<p style="margin:0 0 16px;font-size:16px;line-height:1.5"><a href="${escapeHtml(text.link.url)}" style="color:#7a2e1d">${escapeHtml(text.link.label)}</a></p>`
    : '';
  return `<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escapeHtml(text.subject)}</title></head>
<body style="margin:0;background:#faf8f5;color:#1d1a16;${font}"><div style="display:none;max-height:0;overflow:hidden">${escapeHtml(text.preview)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:32px 16px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;text-align:left"><tr><td>
<h1 style="margin:0 0 16px;font-size:28px;line-height:1.2">${escapeHtml(text.heading)}</h1>${paragraphs}${facts === '' ? '' : `<table cellpadding="0" cellspacing="0" style="margin:8px 0 16px;font-size:16px;border-top:1px solid #e4ddd2;width:100%">${facts}</table>`}${button}${link}
<p style="margin:32px 0 0;padding-top:16px;border-top:1px solid #e4ddd2;font-size:13px;line-height:1.5;color:#6b6257">${escapeHtml(text.footer)}</p></td></tr></table></td></tr></table></body></html>`;
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
