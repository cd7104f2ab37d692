/** Secrets the demo makes for itself, kept over restarts in a file only its owner can read. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

export interface Secrets {
  readonly cardProviderKey: string;
  readonly cardWebhookSecret: string;
}

/** Reads the file, or makes it. */
export async function keptSecrets(file: string): Promise<Secrets> {
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return JSON.parse(kept) as Secrets;
  const secrets = {
    cardProviderKey: randomBytes(32).toString('base64url'),
    cardWebhookSecret: randomBytes(32).toString('base64url'),
  };
  await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}
