/** The web app as the gateway calls it: a Request in, a Response out. */
import type { OpenWeb } from '@usher/gateway/web-app';
import { createRequestHandler, RouterContextProvider } from 'react-router';
import * as routes from 'virtual:react-router/server-build';
import { createRenewals } from '../app/session/renewal.ts';
import { visitContext } from '../app/visit.ts';

/** Opens the app over the API it is given. Each request gets a context of its own; nothing outlives it. */
export const openWeb: OpenWeb = (surroundings) => {
  const renewOnce = createRenewals(surroundings);
  const handle = createRequestHandler(routes, import.meta.env.MODE);
  return async (request, visit) => {
    const context = new RouterContextProvider();
    context.set(visitContext, { ...surroundings, ...visit, renewOnce });
    return handle(request, context);
  };
};
