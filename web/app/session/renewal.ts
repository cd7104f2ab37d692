/**
 * Trading a refresh token, once. Two tabs that find their access token run out send the same refresh token within the
 * same second; the first trade is shared with all who ask while it runs and for a short time after, until their
 * browsers have the new cookies. Those whom another copy of this server answers are given the same pair by accounts:
 * the Idempotency-Key follows from the token, so both copies ask for one trade.
 */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Visitor, WebSurroundings } from '@usher/gateway/web-app';
import type { Data } from '../api/ask.ts';

export interface Tokens {
  readonly access: string | undefined;
  readonly refresh: string | undefined;
}

export type Renewed = Data<'refreshSession'> | 'refused' | 'unavailable';
/** New tokens for a refresh token; `refused` when it is spent or void, `unavailable` when accounts cannot be asked. */
export type RenewOnce = (refreshToken: string, visitor: Visitor) => Promise<Renewed>;

/** 409 `request_in_progress`. */
const RUNNING_ELSEWHERE = 409;
const SHARED_MS = 20_000;
const SHARED_MAX = 10_000;
/** How often accounts is asked again while another copy's trade runs, and how long apart. */
const ASKED_AGAIN_MAX = 20;
const ASKED_AGAIN_MS = 100;

/** Makes the one place of this process where refresh tokens are traded. */
export function createRenewals(surroundings: WebSurroundings): RenewOnce {
  const trades = new Map<string, { readonly outcome: Promise<Renewed>; readonly until: number }>();
  return (refreshToken, visitor) => {
    const now = surroundings.clock.now();
    for (const [token, { until }] of trades) {
      if (until > now && trades.size <= SHARED_MAX) break;
      trades.delete(token);
    }
    const known = trades.get(refreshToken);
    if (known !== undefined) return known.outcome;
    const outcome = renew(surroundings, refreshToken, visitor);
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

async function renew(surroundings: WebSurroundings, refreshToken: string, visitor: Visitor): Promise<Renewed> {
  for (let asked = 0; asked <= ASKED_AGAIN_MAX; asked += 1) {
    const response = await surroundings.api(renewalOf(refreshToken), visitor);
    if (response.ok) return (await response.json()) as Data<'refreshSession'>;
    if (response.status !== RUNNING_ELSEWHERE)
      return response.status < 500 && response.status !== 429 ? 'refused' : 'unavailable';
    await pause(ASKED_AGAIN_MS);
  }
  return 'unavailable';
}

function renewalOf(refreshToken: string): Request {
  const key = createHash('sha256').update(`usher refresh ${refreshToken}`).digest('base64url');
  return new Request('http://usher.internal/api/auth/refresh', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ refreshToken }),
  });
}
