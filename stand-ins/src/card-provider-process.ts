/** Runs the card provider in a process of its own until it is told to stop. */
import { startCardProvider } from './card-provider.ts';
import { cardProviderConfig } from './config.ts';

const provider = await startCardProvider(cardProviderConfig());
process.stdout.write(`${JSON.stringify({ message: 'card provider listening', url: provider.url })}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void provider.close());
}
