/** Files that are written from the code: `npm run generate` writes them, `npm run check` sees that they are up to date. */
import { config as accounts } from '@usher/accounts/config';
import { config as catalog } from '@usher/catalog/config';
import { envExample, type Variables } from '@usher/kit/config';
import { config as notifications } from '@usher/notifications/config';
import { config as orders } from '@usher/orders/config';
import { config as payments } from '@usher/payments/config';
import { config as seats } from '@usher/seats/config';
import { config as tickets } from '@usher/tickets/config';
import { config as run } from '../run/config.ts';

export interface Generated {
  readonly file: string;
  make(): string | Promise<string>;
}

const services: Readonly<Record<string, Variables>> = {
  accounts,
  catalog,
  seats,
  orders,
  payments,
  tickets,
  notifications,
};

/** The settings of each service, and of a whole installation, with their defaults. */
export const generated: readonly Generated[] = [
  ...Object.entries(services).map(([name, config]) => ({
    file: `services/${name}/.env.example`,
    make: () => envExample(config),
  })),
  { file: '.env.example', make: () => envExample(run) },
];
