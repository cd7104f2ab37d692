/** A ticket as a page to print. */
import type { LoaderFunctionArgs } from 'react-router';
import { ownFile } from './own-file.server.ts';

export const loader = (args: LoaderFunctionArgs): Promise<Response> =>
  ownFile(args, `/tickets/${encodeURIComponent(args.params['ticketId'] ?? '')}/pdf`);
