/**
 * From a routed request to a stream of HTML. By React's renderer for the edge: the one for Node carries a context through
 * every promise of the process from the first page on, which costs a sale in the same process a quarter of its speed.
 */
import { renderToReadableStream } from 'react-dom/server.edge';
import { type EntryContext, type RouterContextProvider, ServerRouter } from 'react-router';
import { NonceContext } from './nonce.ts';
import { visitContext } from './visit.ts';

/** Late data is given up on after this long, and the page is closed. */
export const streamTimeout = 5_000;

export default async function renderPage(
  request: Request,
  status: number,
  headers: Headers,
  entryContext: EntryContext,
  context: RouterContextProvider,
): Promise<Response> {
  const { nonce } = context.get(visitContext);
  headers.set('content-type', 'text/html; charset=utf-8');
  headers.set('cache-control', 'private, no-cache');
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  let failed = false;
  const page = await renderToReadableStream(
    <NonceContext value={nonce}>
      <ServerRouter context={entryContext} url={request.url} nonce={nonce} />
    </NonceContext>,
    {
      nonce,
      signal: AbortSignal.timeout(streamTimeout + 1_000),
      onError() {
        failed = true;
      },
    },
  );
  return new Response(page, { status: failed ? 500 : status, headers });
}
