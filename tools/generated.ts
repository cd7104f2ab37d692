/** Files that are written from the code: `npm run generate` writes them, `npm run check` sees that they are up to date. */
import { config as accounts } from '@usher/accounts/config';
import { config as catalog } from '@usher/catalog/config';
import { contracts } from '@usher/contracts/all';
import { envExample, type Variables } from '@usher/kit/config';
import { config as notifications } from '@usher/notifications/config';
import { config as orders } from '@usher/orders/config';
import { config as payments } from '@usher/payments/config';
import { config as seats } from '@usher/seats/config';
import { config as tickets } from '@usher/tickets/config';
import { config as waitingRoom } from '@usher/waiting-room/config';
import { config as run } from '../run/config.ts';
import { nginxConfig } from '../run/nginx-config.ts';
import { example } from './nginx.ts';
import { services as definitions } from '../run/services.ts';
import { drawnInto } from './house-map.ts';

export interface Generated {
  readonly file: string;
  /** Its text; of the present one where only a part is ours. */
  make(present: string): string | Promise<string>;
}

const services: Readonly<Record<string, Variables>> = {
  accounts,
  catalog,
  seats,
  orders,
  payments,
  tickets,
  notifications,
  'waiting-room': waitingRoom,
};

/** The settings of each service, and of a whole installation, with their defaults. */
export const generated: readonly Generated[] = [
  ...Object.entries(services).map(([name, config]) => ({
    file: `services/${name}/.env.example`,
    make: () => envExample(config),
  })),
  { file: '.env.example', make: () => envExample(run) },
  { file: 'web/app/api/routes.generated.ts', make: operationRoutes },
  { file: 'deploy/nginx/nginx.conf', make: () => nginxConfig(example) },
  { file: 'ARCHITECTURE.md', make: (page) => drawnInto(page, definitions) },
];

/** Method and path of every public operation: all the browser needs of the contracts at run time. */
function operationRoutes(): string {
  const routes = Object.values(contracts).flatMap(({ operations }) =>
    Object.entries(operations).map(([name, { route }]) => [name, route] as const),
  );
  const names = routes.map(([name]) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`Two contracts have an operation called ${twice}: the web asks by name.`);
  const lines = routes.map(([name, route]) => `  ${name}: '${route}',`);
  return `/** Written by \`npm run generate\` from the contracts. */\nexport const operationRoutes = {\n${lines.join('\n')}\n} as const;\n`;
}
