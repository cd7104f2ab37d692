import { inProcessCourier } from '@usher/kit/courier';
import { conformance } from './courier-conformance.ts';

conformance('inside one process', async () => {
  const courier = inProcessCourier();
  return { open: () => Promise.resolve(courier), close: () => courier.close() };
});
