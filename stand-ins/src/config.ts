/** The environment of a card provider that runs in a process of its own. */
import type { CardProviderOptions } from './card-provider.ts';

/** Reads it. Throws with the name of the variable that is missing or wrong. */
export function cardProviderConfig(env: NodeJS.ProcessEnv = process.env): CardProviderOptions & { port: number } {
  return {
    port: port(env['PORT'] ?? '4010'),
    host: env['HOST'] ?? '127.0.0.1',
    webhookUrl: required(env, 'WEBHOOK_URL'),
    webhookSecret: required(env, 'WEBHOOK_SECRET'),
    apiKey: required(env, 'API_KEY'),
    ...(env['STORE'] !== undefined && { store: env['STORE'] }),
    ...(env['PUBLIC_URL'] !== undefined && { publicUrl: env['PUBLIC_URL'] }),
  };
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`config: ${name} is missing`);
  return value;
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new Error(`config: PORT is not a port: ${text}`);
  return value;
}
