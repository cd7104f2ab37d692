/**
 * What a card provider must be able to do. Whatever it is asked, its answer may not come: that is
 * `unknown`, never a no, and is asked again under the same key. Implementations never repeat a
 * request by themselves.
 */
import type { Money } from '@usher/contracts/money';

/** The provider's side of a payment. */
export interface Charge {
  /** The provider's id; null when it refused to make a charge at all. */
  readonly id: string | null;
  readonly state: 'processing' | 'requires_action' | 'authorized' | 'declined' | 'captured' | 'voided' | 'refunded';
  readonly amount: Money;
  /** The order's reference, as we gave it. */
  readonly reference: string;
  readonly declineCode?: string;
  /** Where the buyer confirms. */
  readonly nextActionUrl?: string;
}

/** What a charge is asked for. The payment's id is the key that makes asking twice harmless. */
export interface ChargeRequest {
  readonly paymentId: string;
  readonly amount: Money;
  readonly reference: string;
  readonly chargeId: string | null;
  /** Whose doing it is, for the log. */
  readonly requestId: string;
}

/** A signed notice of the provider's about one charge. */
export interface Notice {
  /** Unique for ever at this provider. */
  readonly eventId: string;
  readonly type: string;
  /** Absent where the notice is about nothing we know. */
  readonly paymentId: string | undefined;
  readonly charge: Charge | undefined;
  /** The notice itself, as it was sent. */
  readonly body: unknown;
}

export interface CardProvider {
  readonly name: string;
  /** Reserves the money; nothing is taken yet. */
  authorise(
    request: ChargeRequest & { readonly token: string; readonly returnUrl: string },
    timeoutMs?: number,
  ): Promise<Charge | 'unknown'>;
  /** Looks the charge of a payment up; `none` when the provider never saw it. */
  find(request: ChargeRequest): Promise<Charge | 'none' | 'unknown'>;
  /** Takes the reserved money; a refusal is for good. */
  capture(request: ChargeRequest): Promise<Charge | { readonly refusal: string } | 'unknown'>;
  /** Lets the reserved money go; where that is no longer possible, the charge as it stands. */
  void(request: ChargeRequest): Promise<Charge | 'unknown'>;
  /** Checks a notice's signature over its very bytes, then reads it. */
  readNotice(bytes: Buffer, header: (name: string) => string | undefined): Notice | 'forged' | 'unreadable';
  close(): Promise<void>;
}
