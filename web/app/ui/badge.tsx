/** A state in one or two words. */
import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { eventStates, orderStates, paymentStates, type StateWords, ticketStates, type Tone } from '../words/states.ts';

/** Words on a tinted ground; the words carry the meaning. */
export function Badge({
  tone = 'plain',
  className,
  children,
}: {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={clsx(
        'inline-flex w-fit items-center whitespace-nowrap rounded-full border px-2.5 py-0.5 font-medium text-small',
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

type Stated =
  | { readonly event: keyof typeof eventStates }
  | { readonly order: keyof typeof orderStates }
  | { readonly payment: keyof typeof paymentStates }
  | { readonly ticket: keyof typeof ticketStates };

/** The state of a thing in its words: `<StatusBadge event={event.status} />`. */
export function StatusBadge({ className, ...stated }: Stated & { className?: string }) {
  const { label, tone } = wordsOf(stated);
  return (
    <Badge tone={tone} {...(className !== undefined && { className })}>
      {label}
    </Badge>
  );
}

function wordsOf(stated: Stated): StateWords {
  if ('event' in stated) return eventStates[stated.event];
  if ('order' in stated) return orderStates[stated.order];
  if ('payment' in stated) return paymentStates[stated.payment];
  return ticketStates[stated.ticket];
}

const tones: Readonly<Record<Tone, string>> = {
  plain: 'border-control bg-sunken text-text',
  info: 'border-info bg-info-soft text-info',
  success: 'border-success bg-success-soft text-success',
  warning: 'border-warning bg-warning-soft text-warning',
  danger: 'border-danger bg-danger-soft text-danger',
};
