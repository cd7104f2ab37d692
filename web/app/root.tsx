/** The frame every page lives in: head, header, main, footer; and what is shown when a page cannot be. */
import type { ReactNode } from 'react';
import {
  isRouteErrorResponse,
  Links,
  type LinksFunction,
  type LoaderFunctionArgs,
  Meta,
  type MetaFunction,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
} from 'react-router';
import styles from './app.css?url';
import { setServerTime } from './clock.ts';
import { boundedFormMiddleware } from './forms/bounded-form.ts';
import { Footer } from './frame/footer.tsx';
import { Header } from './frame/header.tsx';
import { OfflineBanner } from './frame/offline-banner.tsx';
import { faultTitle, PageFault } from './frame/page-fault.tsx';
import { Progress } from './frame/progress.tsx';
import { readTheme } from './frame/theme.ts';
import { useNonce } from './nonce.ts';
import { type RootData, useRoot } from './root-data.ts';
import { sessionMiddleware, sessionOf } from './session/session.ts';
import { mayAdminister, mayOrganize, mayScan } from './session/viewer.ts';
import { SkipLink } from './ui/skip-link.tsx';
import { visitContext } from './visit.ts';

export const middleware = [boundedFormMiddleware, sessionMiddleware];

export const links: LinksFunction = () => [{ rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' }];

export const meta: MetaFunction = ({ error }) => [
  { title: error === undefined ? 'Usher' : `${faultTitle(statusOf(error))} · Usher` },
  { name: 'description', content: 'Find an event, pick your seats on the map, have your tickets at once.' },
];

export function loader({ request, context }: LoaderFunctionArgs): RootData {
  const { viewer } = sessionOf(context);
  const { clock, publicUrl } = context.get(visitContext);
  return {
    viewer,
    may: { organize: mayOrganize(viewer), scan: mayScan(viewer), administer: mayAdminister(viewer) },
    theme: readTheme(request),
    serverNowMs: clock.now(),
    publicUrl,
  };
}

/** The document around every page, the error page included. */
export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const root = useRoot();
  if (root && typeof document !== 'undefined') setServerTime(root.serverNowMs);
  return (
    <html lang="en" data-theme={root?.theme === 'system' ? undefined : root?.theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        {/* With a precedence React writes it before all scripts: nothing is painted without it. */}
        <link rel="stylesheet" href={styles} precedence="default" />
        {/* Zod would try whether it may make functions of text; the policy forbids it, and the browser notes each try. */}
        <script nonce={nonce} dangerouslySetInnerHTML={{ __html: 'globalThis.__zod_globalConfig={jitless:true}' }} />
        <Meta />
        <Links nonce={nonce} />
      </head>
      <body>
        <SkipLink />
        <Progress />
        <Header />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <Footer />
        <OfflineBanner />
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

/** What a person sees when a page cannot be shown: what happened, and one way on. */
export function ErrorBoundary() {
  const error = useRouteError();
  return <PageFault status={statusOf(error)} />;
}

const statusOf = (error: unknown): number => (isRouteErrorResponse(error) ? error.status : 500);
