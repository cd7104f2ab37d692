/** Orders that cost nothing are paid like any other, but no provider is asked to move nothing. */
import type { CardProvider, Charge, ChargeRequest } from './provider.ts';

/** The provider, spared of charges over nothing. */
export function freeOfCharge(provider: CardProvider): CardProvider {
  const standing = ({ amount, reference }: ChargeRequest, state: Charge['state']): Promise<Charge> =>
    Promise.resolve({ id: null, state, amount, reference });
  return {
    ...provider,
    authorise: (request, timeoutMs) =>
      isFree(request) ? standing(request, 'authorized') : provider.authorise(request, timeoutMs),
    find: (request) => (isFree(request) ? Promise.resolve('none') : provider.find(request)),
    capture: (request) => (isFree(request) ? standing(request, 'captured') : provider.capture(request)),
    void: (request) => (isFree(request) ? standing(request, 'voided') : provider.void(request)),
  };
}

const isFree = ({ amount }: ChargeRequest): boolean => amount.amount === 0;
