/** How the draw works, for who wants to know, and what it takes to check it. */
import { useState } from 'react';
import { ask } from '../api/browser.ts';
import { paths } from '../paths.ts';
import { formatNumber } from '../words/format.ts';
import type { Queue } from './stage.ts';

interface DrawProofProps {
  readonly eventId: string;
  readonly draw: NonNullable<Queue['draw']>;
  /** One's own line in the list. */
  readonly entryId: string | undefined;
}

/** What was published when, looked up anew when it is opened: the draw may have been made meanwhile. */
export function DrawProof({ eventId, draw: first, entryId }: DrawProofProps) {
  const [draw, setDraw] = useState(first);
  const look = async () => {
    const answer = await ask('getQueue', { params: { id: eventId } });
    if (answer.ok && answer.data.draw !== null) setDraw(answer.data.draw);
  };
  return (
    <details onToggle={({ currentTarget }) => currentTarget.open && draw.seed === null && void look()}>
      <summary className="inline-flex min-h-11 w-fit items-center rounded-field font-medium text-brand underline underline-offset-4">
        How the draw works, and how to check it
      </summary>
      <div className="mt-2 grid max-w-text gap-4 rounded-card border border-line bg-surface p-4">
        <ol className="grid list-decimal gap-2 ps-5">
          <li>Before anybody joined we picked a secret number and published its fingerprint (SHA-256).</li>
          <li>When sales open, the list of entries is closed and its fingerprint is published.</li>
          <li>
            Then the secret number is shown. The order follows from the number and the list, for each entry alike.
          </li>
        </ol>
        <p>
          A changed number or a changed list would not match its fingerprint, and anybody can compute the order again.
        </p>
        <dl className="grid gap-3">
          <Proof name="Fingerprint of the secret number">{draw.seedHash}</Proof>
          <Proof name="Fingerprint of the list">{draw.entriesHash ?? 'Published when sales open'}</Proof>
          <Proof name="The secret number">{draw.seed ?? 'Shown after the list is closed'}</Proof>
          {draw.entries !== null && <Proof name="Entries in the draw">{formatNumber(draw.entries)}</Proof>}
          {entryId !== undefined && <Proof name="Your entry">{entryId}</Proof>}
        </dl>
        <p className="flex flex-wrap gap-x-4">
          <a className="link py-1" href={paths.queueState(eventId)}>
            What is published
          </a>
          {draw.seed !== null && (
            <a className="link py-1" href={paths.queueDraw(eventId)}>
              The whole order
            </a>
          )}
        </p>
      </div>
    </details>
  );
}

function Proof({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt className="text-muted text-small">{name}</dt>
      <dd className="break-all font-mono text-small">{children}</dd>
    </div>
  );
}
