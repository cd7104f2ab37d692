/** The event of an order as an entry for one's calendar. */
import type { LoaderFunctionArgs } from 'react-router';
import { ownFile } from '../tickets/own-file.server.ts';

export const loader = (args: LoaderFunctionArgs): Promise<Response> =>
  ownFile(args, `/orders/${encodeURIComponent(args.params['orderId'] ?? '')}/calendar.ics`);
