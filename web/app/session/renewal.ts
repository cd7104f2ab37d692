/**
 * Trading a refresh token, once. Two tabs that find their access token run out send the same refresh token within the
 * same second; the first trade is shared with all who ask while it runs and for a short time after, until their
 * browsers have the new cookies.
 */
import type { WebSurroundings } from '@usher/gateway/web-app';
import type { Data } from '../api/ask.ts';

export interface Tokens {
  readonly access: string | undefined;
  readonly refresh: string | undefined;
}

export type Renewed = Data<'refreshSession'> | 'refused' | 'unavailable';
/** New tokens for a refresh token; `refused` when it is spent or void, `unavailable` when accounts cannot be asked. */
export type RenewOnce = (refreshToken: string, address: string) => Promise<Renewed>;

const SHARED_MS = 20_000;
const SHARED_MAX = 10_000;

/** Makes the one place of this process where refresh tokens are traded. */
export function createRenewals(surroundings: WebSurroundings): RenewOnce {
  const trades = new Map<string, { readonly outcome: Promise<Renewed>; readonly until: number }>();
  return (refreshToken, address) => {
    const now = surroundings.clock.now();
    for (const [token, { until }] of trades) {
      if (until > now && trades.size <= SHARED_MAX) break;
      trades.delete(token);
    }
    const known = trades.get(refreshToken);
    if (known !== undefined) return known.outcome;
    const outcome = renew(surroundings, refreshToken, address);
    trades.set(refreshToken, { outcome, until: now + SHARED_MS });
    outcome.then(
      (renewed) => {
        if (renewed === 'unavailable') trades.delete(refreshToken);
      },
      () => trades.delete(refreshToken),
    );
    return outcome;
  };
}

async function renew(surroundings: WebSurroundings, refreshToken: string, address: string): Promise<Renewed> {
  const request = new Request('http://usher.internal/api/auth/refresh', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refreshToken }),
  });
  const response = await surroundings.api(request, address);
  if (response.ok) return (await response.json()) as Data<'refreshSession'>;
  return response.status < 500 && response.status !== 429 ? 'refused' : 'unavailable';
}
