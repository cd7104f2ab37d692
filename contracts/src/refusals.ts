/**
 * Every expected "no" of the platform: its HTTP status and its title. A code is a promise to
 * clients and never changes its meaning. Which operation may give which is in the contracts.
 */
export const refusals = {
  // who is asking
  unauthenticated: { status: 401, title: 'Sign in first' },
  invalid_token: { status: 401, title: 'The token is not valid' },
  invalid_credentials: { status: 401, title: 'E-mail or password is not right' },
  invalid_signature: { status: 401, title: 'The signature is not valid' },
  forbidden: { status: 403, title: 'This account may not do that' },
  // the request itself
  invalid_request: { status: 400, title: 'The request is not valid' },
  invalid_json: { status: 400, title: 'The body is not valid JSON' },
  idempotency_key_required: { status: 400, title: 'An Idempotency-Key header is required' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'This method is not allowed here' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'This content type is not supported' },
  not_acceptable: { status: 406, title: 'None of the accepted types can be given' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key was used for another request' },
  request_in_progress: { status: 409, title: 'The same request is still running' },
  expectation_failed: { status: 417, title: 'This expectation cannot be met' },
  misdirected: { status: 421, title: 'This host is not served here' },
  rate_limited: { status: 429, title: 'Too many requests' },
  overloaded: { status: 503, title: 'Too busy right now' },
  unavailable: { status: 503, title: 'Not available right now' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  // accounts
  email_taken: { status: 409, title: 'There is already an account with this e-mail address' },
  token_expired: { status: 410, title: 'This link is no longer valid' },
  weak_password: { status: 400, title: 'The password is too easy to guess' },
  already_member: { status: 409, title: 'This person is already a member' },
  last_organizer: { status: 409, title: 'An organization needs at least one organizer' },
  // catalog
  event_not_draft: { status: 409, title: 'Only a draft can be changed this way' },
  event_not_ready: { status: 409, title: 'The event is not ready to be published' },
  event_cancelled: { status: 409, title: 'The event is cancelled' },
  seat_map_locked: { status: 409, title: 'The seat map is in use by an event on sale' },
  local_time_invalid: { status: 400, title: 'This local time does not exist or exists twice' },
  image_invalid: { status: 400, title: 'The image cannot be read' },
  // seats
  seats_taken: { status: 409, title: 'Some of these seats are taken' },
  not_enough_seats: { status: 409, title: 'There are not enough places left' },
  orphan_seat: { status: 409, title: 'This would leave a single empty seat' },
  sales_not_open: { status: 403, title: 'Sales are not open yet' },
  sales_closed: { status: 403, title: 'Sales are closed' },
  queue_required: { status: 403, title: 'Join the waiting room first' },
  challenge_required: { status: 403, title: 'Solve the challenge first' },
  queue_off: { status: 409, title: 'This event has no waiting room' },
  too_many_tickets: { status: 422, title: 'Too many tickets for one buyer' },
  unknown_seat: { status: 422, title: 'This seat is not part of the event' },
  already_extended: { status: 409, title: 'A hold can be extended once' },
  capacity_below_claimed: { status: 409, title: 'More places are already claimed' },
  // orders and payments
  hold_expired: { status: 410, title: 'The hold has ended' },
  hold_used: { status: 409, title: 'The hold already has an order' },
  order_not_cancellable: { status: 409, title: 'The order can no longer be cancelled' },
  payment_in_progress: { status: 409, title: 'A payment is being confirmed' },
  already_paid: { status: 409, title: 'The order is already paid' },
  order_not_payable: { status: 409, title: 'The order can no longer be paid' },
  refund_not_possible: { status: 409, title: 'This payment cannot be refunded' },
  // tickets
  ticket_not_valid: { status: 409, title: 'The ticket is not valid' },
  link_expired: { status: 410, title: 'This link is no longer valid' },
} as const satisfies Record<string, { status: number; title: string }>;

export type RefusalCode = keyof typeof refusals;
