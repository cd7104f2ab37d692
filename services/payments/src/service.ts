/** The payments service: its table of contents. */
import { payments } from '@usher/contracts/payments';
import { migrationsOf } from '@usher/kit/migrate';
import { service } from '@usher/kit/service';
import { askProvider } from './ask-provider.ts';
import { capturePayment, orderConfirmed } from './capture-payment.ts';
import { config } from './config.ts';
import { createPayment } from './create-payment.ts';
import { freeOfCharge } from './free-of-charge.ts';
import { getPayment } from './get-payment.ts';
import { openIntents } from './payment-intents.ts';
import { assertReachable } from './payment-state.ts';
import { needs } from './payments-kit.ts';
import { receiveWebhook } from './receive-webhook.ts';
import { openTill } from './settle-payments.ts';
import { testcardProvider } from './testcard-provider.ts';
import { orderRejected, voidPayment } from './void-payment.ts';

export const paymentsService = service({
  contract: payments,
  needs,
  follows: { orders: ['order.confirmed', 'order.rejected'] },
  config,
  migrations: migrationsOf('@usher/payments'),
  open: async (kit) => {
    assertReachable();
    const provider = testcardProvider({
      url: kit.config.CARD_PROVIDER_URL,
      apiKey: kit.config.CARD_PROVIDER_KEY,
      webhookSecret: kit.config.CARD_WEBHOOK_SECRET,
      concurrency: kit.config.PROVIDER_CONCURRENCY,
      queueMax: kit.config.PROVIDER_QUEUE_MAX,
      timeoutMs: kit.config.PROVIDER_TIMEOUT_MS,
      clock: kit.clock,
      log: kit.log,
    });
    const till = openTill(kit, freeOfCharge(provider));
    const intents = openIntents(kit, till);
    return {
      operations: {
        createPayment: createPayment(kit, till, intents),
        getPayment: getPayment(kit),
        receiveWebhook: receiveWebhook(kit, till),
      },
      internal: {},
      follows: { orders: { 'order.confirmed': orderConfirmed, 'order.rejected': orderRejected } },
      work: {
        'ask-provider': askProvider(kit, till, intents),
        capture: capturePayment(kit, till),
        void: voidPayment(kit, till),
      },
      close: () => provider.close(),
    };
  },
});
