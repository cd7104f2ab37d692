/** Secrets the demo makes for itself, kept over restarts in a file only its owner can read. */
import { createHmac, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

export interface Secrets {
  readonly cardProviderKey: string;
  readonly cardWebhookSecret: string;
  /** What the passwords between our own programs are made from; see `passwordFor`. */
  readonly programsKey: string;
}

/** Reads the file, or makes it; what an older one lacks is added. */
export async function keptSecrets(file: string): Promise<Secrets> {
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  const known = kept === undefined ? {} : (JSON.parse(kept) as Partial<Secrets>);
  const secrets = { cardProviderKey: secret(), cardWebhookSecret: secret(), programsKey: secret(), ...known };
  if (Object.keys(known).length < Object.keys(secrets).length)
    await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

/** The password of one user of one of our own programs, e.g. `nats:seats`: HMAC-SHA256, safe in a URL, the same at every start. */
export function passwordFor(user: string, { programsKey }: Secrets): string {
  return createHmac('sha256', programsKey).update(user).digest('base64url');
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}
