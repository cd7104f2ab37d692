/** The web app of this process: the built one, or, when Usher runs from its source, one that follows every edit. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OpenWeb, WebApp } from '@usher/gateway/web-app';
import { loadForProduction } from './config.ts';

const root = resolve(import.meta.dirname, '..');
const fromSource = import.meta.filename.endsWith('.ts');

/** The web app, and how to let go of it. Throws when it was never built. */
export async function openWebApp(): Promise<{ web: WebApp; close(): Promise<void> }> {
  return fromSource ? watchedWeb() : { web: await builtWeb(), close: () => Promise.resolve() };
}

async function builtWeb(): Promise<WebApp> {
  const entry = join(root, 'web/build/server/index.js');
  if (!existsSync(entry)) throw new Error('The web app is not built: run `npm start`, which builds what is missing.');
  const { openWeb } = await loadForProduction(() => import(pathToFileURL(entry).href) as Promise<{ openWeb: OpenWeb }>);
  return { open: openWeb, files: join(root, 'web/build/client'), development: false };
}

async function watchedWeb(): Promise<{ web: WebApp; close(): Promise<void> }> {
  const { createServer } = await import('vite');
  const listeners = process.listeners('SIGTERM');
  const vite = await createServer({
    root: join(root, 'web'),
    configFile: join(root, 'web/vite.config.ts'),
    server: { middlewareMode: true },
  });
  // A server that a plug-in opens for itself would end the process at once, in the middle of our stopping in order.
  for (const listener of process.listeners('SIGTERM'))
    if (!listeners.includes(listener)) process.off('SIGTERM', listener);
  let current: { from: OpenWeb; answer: ReturnType<OpenWeb> } | undefined;
  const open: OpenWeb = (surroundings) => async (request, visit) => {
    const { openWeb } = (await vite.ssrLoadModule('/server/answer.ts')) as { openWeb: OpenWeb };
    if (current?.from !== openWeb) current = { from: openWeb, answer: openWeb(surroundings) };
    return current.answer(request, visit);
  };
  return { web: { open, files: vite.middlewares, development: true }, close: () => vite.close() };
}
