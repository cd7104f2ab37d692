/** What one request brings along: the API in place, the nonce of its scripts, the visitor's address. */
import type { WebSurroundings } from '@usher/gateway/web-app';
import { createContext } from 'react-router';
import type { RenewOnce } from './session/renewal.ts';

export interface Visit extends WebSurroundings {
  readonly nonce: string;
  readonly address: string;
  readonly renewOnce: RenewOnce;
}

/** Set once per request, before any route runs. */
export const visitContext = createContext<Visit>();
