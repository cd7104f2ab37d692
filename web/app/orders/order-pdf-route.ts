/** All tickets of an order in one file. */
import type { LoaderFunctionArgs } from 'react-router';
import { ownFile } from '../tickets/own-file.server.ts';

export const loader = (args: LoaderFunctionArgs): Promise<Response> =>
  ownFile(args, `/orders/${encodeURIComponent(args.params['orderId'] ?? '')}/tickets.pdf`);
