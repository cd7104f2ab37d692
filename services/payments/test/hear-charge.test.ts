import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hearCharge } from '../src/hear-charge.ts';
import type { PaymentRow } from '../src/payment.ts';
import { mayMove, type PaymentState, paymentMoves } from '../src/payment-state.ts';
import type { Charge } from '../src/provider.ts';

const payment = (state: PaymentState): PaymentRow => ({
  id: 'p',
  order_id: 'o',
  owner_id: 'b',
  request_key: 'k',
  request_id: 'r',
  token: 'tok_ok',
  state,
  amount_minor: 4_500,
  currency: 'EUR',
  reference: 'REF',
  organization_id: 'g',
  hold_id: null,
  deadline: '2027-01-01T00:00:00Z',
  charge_id: 'ch_1',
  next_action_url: null,
  decline_code: null,
  capture_refusal: null,
  flagged: null,
  version: 1,
  created_at: '2027-01-01T00:00:00Z',
});
const charge = (state: Charge['state']): Charge => ({
  id: 'ch_1',
  state,
  amount: { amount: 4_500, currency: 'EUR' },
  reference: 'REF',
});
const chargeStates = [
  'processing',
  'requires_action',
  'authorized',
  'declined',
  'captured',
  'voided',
  'refunded',
] as const;

describe('what a charge means for its payment', () => {
  it('is always a legal move, told by exactly one fact unless the buyer only has to act', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...chargeStates), { maxLength: 12 }), (heard) => {
        let state: PaymentState = 'processing';
        for (const news of heard) {
          const { to, fact } = hearCharge(payment(state), charge(news));
          expect(fact !== undefined).toBe(to !== undefined && to !== 'requires_action');
          if (to === undefined) continue;
          expect(mayMove(state, to)).toBe(true);
          state = to;
        }
      }),
    );
  });

  it.each(Object.keys(paymentMoves) as PaymentState[])(
    'moves no payment that is %s when anything about the charge is not ours',
    (state) => {
      for (const news of chargeStates) {
        const wrong = { ...charge(news), amount: { amount: 4_501, currency: 'EUR' as const } };
        expect(hearCharge(payment(state), wrong)).toEqual({
          answer: 'mismatch',
          set: { flagged: 'amount 4501 is not 4500' },
        });
      }
    },
  );

  it('lets go what a bank keeps for a payment that is over', () => {
    expect(hearCharge(payment('failed'), charge('authorized'))).toMatchObject({ letGo: true });
    expect(hearCharge(payment('voided'), charge('authorized'))).toMatchObject({ letGo: true });
  });

  it('moves no payment that orders did not agree to', () => {
    expect(hearCharge({ ...payment('processing'), amount_minor: null }, charge('authorized'))).toEqual({
      answer: 'unknown_payment',
    });
  });
});
