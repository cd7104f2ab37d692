/** What every step of checkout looks like: the question, the time left, and what is being bought beside it. */
import type { ReactNode } from 'react';
import type { To } from 'react-router';
import { BackLink } from '../ui/page-header.tsx';
import { OrderSummary, type Summary } from './order-summary.tsx';

interface CheckoutFrameProps {
  readonly title: string;
  readonly step?: 1 | 2 | undefined;
  readonly back?: { readonly to: To; readonly label: string } | undefined;
  readonly time?: ReactNode;
  readonly summary: Summary;
  readonly children: ReactNode;
}

/** One column on a phone with the order folded on top; on a desk the order stands beside. */
export function CheckoutFrame({ title, step, back, time, summary, children }: CheckoutFrameProps) {
  return (
    <div className="page-column grid items-start gap-x-12 gap-y-4 pt-4 pb-12 lg:grid-cols-[minmax(0,1fr)_24rem] lg:gap-y-6">
      <header className="lg:col-span-2">
        {back && <BackLink to={back.to}>{back.label}</BackLink>}
        {step !== undefined && <p className="mt-1 text-muted text-small">Step {step} of 2</p>}
        <h1 className="text-h2 md:text-h1">{title}</h1>
      </header>
      <div className="grid gap-2 lg:col-start-2 lg:row-start-2 lg:gap-4">
        {time}
        <OrderSummary summary={summary} />
      </div>
      <div className="grid max-w-text gap-6 lg:col-start-1 lg:row-start-2">{children}</div>
    </div>
  );
}
