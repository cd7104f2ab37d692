/** The bundled stand-ins for third parties, where none is configured: a card provider and a mail relay, each on its socket. */
import { join } from 'node:path';
import { startCardProvider } from '@usher/stand-ins/card-provider';
import { type MailRelay, startMailRelay } from '@usher/stand-ins/mail-relay';
import type { RunConfig } from './config.ts';
import type { Secrets } from './secrets.ts';

export interface StandIns {
  /** What the services are told instead of a real provider and relay. */
  readonly env: Readonly<Record<string, string>>;
  readonly mailbox: MailRelay | undefined;
  close(): Promise<void>;
}

/** Starts what is missing. In production nothing may be missing. */
export async function startStandIns(options: {
  config: RunConfig;
  dataDir: string;
  publicUrl: string;
  secrets: Secrets;
}): Promise<StandIns> {
  const { config, dataDir, secrets } = options;
  if (config.NODE_ENV === 'production' && (config.CARD_PROVIDER_URL === undefined || config.SMTP_URL === undefined)) {
    throw new Error(
      'With NODE_ENV=production set CARD_PROVIDER_URL and SMTP_URL: the bundled stand-ins move no money and deliver no mail.',
    );
  }
  const env: Record<string, string> = {};
  const mailbox = config.SMTP_URL === undefined ? await startMailRelay({ store: join(dataDir, 'mailbox') }) : undefined;
  if (mailbox) env['SMTP_URL'] = mailbox.smtpUrl;
  const cards =
    config.CARD_PROVIDER_URL === undefined
      ? await startCardProvider({
          webhookUrl: `http://127.0.0.1:${config.PORT}/api/webhooks/payments/testcard`,
          webhookSecret: secrets.cardWebhookSecret,
          apiKey: secrets.cardProviderKey,
          store: join(dataDir, 'card-provider.jsonl'),
        })
      : undefined;
  if (cards)
    Object.assign(env, {
      CARD_PROVIDER_URL: cards.url,
      CARD_PROVIDER_KEY: secrets.cardProviderKey,
      CARD_WEBHOOK_SECRET: secrets.cardWebhookSecret,
    });
  return {
    env,
    mailbox,
    async close() {
      await Promise.allSettled([mailbox?.close(), cards?.close()]);
    },
  };
}
