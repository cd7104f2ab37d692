/** What one request brings along: who asks, the API in place, the nonce of its scripts. */
import type { Visitor, WebSurroundings } from '@usher/gateway/web-app';
import { createContext } from 'react-router';
import type { RenewOnce } from './session/renewal.ts';

export interface Visit extends WebSurroundings, Visitor {
  readonly nonce: string;
  readonly renewOnce: RenewOnce;
}

/** Set once per request, before any route runs. */
export const visitContext = createContext<Visit>();
