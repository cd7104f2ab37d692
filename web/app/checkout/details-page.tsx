/** Checkout, step 1 of 2: who buys, and who comes. Guests are welcome; an account saves the typing. */
import { useState } from 'react';
import { type ActionFunctionArgs, Link, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { useActionData, useLoaderData } from 'react-router';
import type { FrameHandle } from '../frame/frame-kind.ts';
import { paths } from '../paths.ts';
import { Notice } from '../ui/notice.tsx';
import { Problem } from '../ui/problem.tsx';
import { formatList } from '../words/format.ts';
import { CheckoutFrame } from './checkout-frame.tsx';
import { actOnDetails } from './details-action.server.ts';
import { DetailsForm } from './details-form.tsx';
import { loadDetails } from './details-loader.server.ts';
import { HoldEnded } from './hold-ended.tsx';
import { HoldTime } from './hold-time.tsx';
import { OrderedDetails } from './ordered-details.tsx';

/** Nothing leads away by accident while seats are held. */
export const handle = { frame: 'quiet' } satisfies FrameHandle;

export const meta: MetaFunction = () => [{ title: 'Your details · Usher' }];

export const loader = (args: LoaderFunctionArgs) => loadDetails(args);
export const action = (args: ActionFunctionArgs) => actOnDetails(args);

export default function DetailsPage() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { hold, state } = page;
  const [endedHold, setEndedHold] = useState<string>();
  // What was typed stays on the page when the time runs out in front of the reader, and while seats are held anew.
  const [hasForm] = useState(state === 'open');
  const isEnded = state === 'ended' || endedHold === hold.id;
  return (
    <CheckoutFrame
      title="Your details"
      step={1}
      back={{ to: paths.seats(page.slug), label: 'Back to the seats' }}
      summary={page.summary}
      time={
        isEnded ? undefined : (
          <HoldTime
            key={hold.id}
            expiresAt={hold.expiresAt}
            extendableTo={hold.extendableTo}
            onEnd={() => setEndedHold(hold.id)}
          />
        )
      }
    >
      {isEnded && (
        <HoldEnded slug={page.slug} attempt={page.attempt} isReleased={page.isReleased} refusal={answer?.refusal} />
      )}
      {!isEnded && <Problem refusal={answer?.refusal} />}
      {!isEnded && page.lost.length > 0 && <Lost places={page.lost} />}
      {state === 'ordered' && page.order && !isEnded && <OrderedDetails order={page.order} attempt={page.attempt} />}
      {(state === 'open' || (hasForm && isEnded)) && (
        <>
          {!page.isLoggedIn && !isEnded && <LogIn holdId={hold.id} />}
          <DetailsForm page={page} reply={answer?.reply} isEnded={isEnded} />
        </>
      )}
    </CheckoutFrame>
  );
}

function Lost({ places }: { places: readonly string[] }) {
  return (
    <Notice tone="warning" role="status" title={`${formatList(places)} went to somebody else.`}>
      The others are held for you again.
    </Notice>
  );
}

function LogIn({ holdId }: { holdId: string }) {
  return (
    <p>
      You don’t need an account. Have one already?{' '}
      <Link to={paths.login({ next: paths.holdDetails(holdId) })} className="link whitespace-nowrap font-medium">
        Log in
      </Link>
      , your seats stay held.
    </p>
  );
}
