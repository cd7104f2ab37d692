/**
 * Who is at this browser. Tokens live in HttpOnly cookies and pages never see one; this server trades the refresh
 * token when the access token has run out, and once only, however many tabs ask at the same moment: a refresh token
 * used twice ends the whole session.
 */
import { createContext, redirect, type RouterContextProvider } from 'react-router';
import { paths } from '../paths.ts';
import { type Visit, visitContext } from '../visit.ts';
import { clearedCookie, cookieNames, cookiesOf, cookieText } from './cookies.ts';
import type { Tokens } from './renewal.ts';
import { viewerOf } from './token.server.ts';
import type { Viewer } from './viewer.ts';

export type { Viewer } from './viewer.ts';

/** A guest's token cannot be renewed; the cookie ends a little before it. */
const ENDS_EARLY_SECONDS = 30;
const REFRESH_SECONDS = 30 * 24 * 3600;

interface SignedIn {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly refreshToken?: string;
}

export interface WebSession {
  readonly viewer: Viewer | null;
  readonly accessToken: string | undefined;
  readonly refreshToken: string | undefined;
  /** Keeps the tokens of somebody who just signed in; the answer carries the cookies. */
  signIn(tokens: SignedIn): void;
  /** Forgets the tokens. Telling accounts is the caller's. */
  signOut(): void;
  /** For a token that was taken back before its time: trades the refresh token, or forgets both. Once per request. */
  renew(): Promise<void>;
}

const sessionContext = createContext<WebSession>();

/** The session of the request being answered. */
export const sessionOf = (context: Readonly<RouterContextProvider>): WebSession => context.get(sessionContext);

/** Root middleware: reads the session, renews it when due, and puts changed cookies on the answer. */
export async function sessionMiddleware(
  { request, context }: { request: Request; context: Readonly<RouterContextProvider> },
  next: () => Promise<Response>,
): Promise<Response> {
  const visit = context.get(visitContext);
  const changes: string[] = [];
  context.set(sessionContext, await openSession(request, visit, changes));
  const response = await next();
  for (const change of changes) response.headers.append('set-cookie', change);
  return response;
}

/** Sends who is not signed in to the login page and back; who is and may not, gets a 403. Guests count as not signed in. */
export function requireViewer(
  context: Readonly<RouterContextProvider>,
  request: Request,
  allowed: (viewer: Viewer) => boolean = () => true,
): Viewer {
  const { viewer } = sessionOf(context);
  if (viewer === null || viewer.role === 'guest') {
    const { pathname, search } = new URL(request.url);
    throw redirect(paths.login({ next: pageOf(pathname) + search }));
  }
  if (!allowed(viewer)) throw new Response(null, { status: 403 });
  return viewer;
}

/** A page's own address, whether the browser asked for the page or for its data only. */
const pageOf = (pathname: string): string => pathname.replace(/(\/_)?\.data$/, '') || '/';

async function openSession(request: Request, visit: Visit, changes: string[]): Promise<WebSession> {
  const secure = visit.publicUrl.startsWith('https:');
  const names = cookieNames(secure);
  const cookies = cookiesOf(request);
  let tokens: Tokens = { access: cookies.get(names.access), refresh: cookies.get(names.refresh) };
  const keep = ({ accessToken, expiresIn, refreshToken }: SignedIn) => {
    tokens = { access: accessToken, refresh: refreshToken };
    const seconds = Math.max(0, expiresIn - ENDS_EARLY_SECONDS);
    changes.push(cookieText(names.access, accessToken, { seconds, secure }));
    changes.push(
      refreshToken === undefined
        ? clearedCookie(names.refresh, secure)
        : cookieText(names.refresh, refreshToken, { seconds: REFRESH_SECONDS, secure }),
    );
  };
  const forget = () => {
    tokens = { access: undefined, refresh: undefined };
    changes.push(clearedCookie(names.access, secure), clearedCookie(names.refresh, secure));
  };
  const trade = async () => {
    const renewed = tokens.refresh === undefined ? 'refused' : await visit.renewOnce(tokens.refresh, visit);
    if (renewed === 'refused') forget();
    else if (renewed !== 'unavailable') keep(renewed);
  };
  let traded: Promise<void> | undefined;
  const renew = () => (traded ??= trade());
  if (tokens.refresh !== undefined && viewerOf(tokens.access, visit.clock.now()) === null) await renew();
  return {
    get viewer() {
      return viewerOf(tokens.access, visit.clock.now());
    },
    get accessToken() {
      return tokens.access;
    },
    get refreshToken() {
      return tokens.refresh;
    },
    signIn: keep,
    signOut: forget,
    renew,
  };
}
