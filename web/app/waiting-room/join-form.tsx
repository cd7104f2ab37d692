/** The one button that takes a place, and what stands in its way. */
import { useEffect, useRef } from 'react';
import { Form, useActionData, useNavigation, useSubmit } from 'react-router';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Problem } from '../ui/problem.tsx';
import { ChallengeWork } from './challenge-work.tsx';
import type { JoinRefused } from './queue-action.server.ts';

const RETRIES = 3;
const RETRY_AFTER_SECONDS = 3;
const JITTER = 0.5;
const busyCodes: ReadonlySet<string> = new Set(['overloaded', 'rate_limited', 'unavailable']);

interface JoinFormProps {
  readonly label?: string;
  /** The room asks for some work of the device first. */
  readonly needsScript: boolean;
}

/** Sends itself again when it is only too busy, and does the work the room asks for. */
export function JoinForm({ label = 'Join the waiting room', needsScript }: JoinFormProps) {
  const refusal = useActionData<JoinRefused>()?.refusal;
  const isBusy = useNavigation().formData?.get('intent') === 'join';
  useRetry(refusal);
  const challenge = refusal?.code === 'challenge_required' ? refusal.more['challenge'] : undefined;
  const bits = refusal?.more['difficultyBits'];
  const isAsked = typeof challenge === 'string' && typeof bits === 'number';
  return (
    <div className="grid gap-4">
      {(needsScript || isAsked) && <ScriptNotice />}
      {isAsked ? <ChallengeWork challenge={challenge} difficultyBits={bits} /> : <Problem refusal={refusal} />}
      {!isAsked && (
        <Form method="post">
          <input type="hidden" name="intent" value="join" />
          <Button type="submit" variant="primary" wide busy={isBusy} busyLabel="Taking your place…">
            {label}
          </Button>
        </Form>
      )}
    </div>
  );
}

/** Said before the button is pressed, and to nobody else. */
function ScriptNotice() {
  return (
    <noscript>
      <Notice tone="warning" title="Joining needs a script">
        To keep bots out, your device does a small piece of work before it gets a place. Please allow scripts for this
        page, or use another browser.
      </Notice>
    </noscript>
  );
}

function useRetry(refusal: JoinRefused['refusal'] | undefined): void {
  const submit = useSubmit();
  const retries = useRef(0);
  useEffect(() => {
    if (!refusal || !busyCodes.has(refusal.code) || retries.current >= RETRIES) return;
    retries.current += 1;
    const seconds = (refusal.retryAfterSeconds ?? RETRY_AFTER_SECONDS) * (1 + chance() * JITTER);
    const timer = setTimeout(() => void submit({ intent: 'join' }, { method: 'post' }), seconds * 1000);
    return () => clearTimeout(timer);
  }, [refusal, submit]);
}

/** Between 0 and 1. */
const chance = (): number => (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 255;
