/** A draft's way out: what is still open, how buyers will see it, and publishing it. */
import { CircleAlert, CircleCheck, Eye, Lightbulb } from 'lucide-react';
import { useState } from 'react';
import { Form, Link, useNavigation } from 'react-router';
import type { Data } from '../api/ask.ts';
import { paths } from '../paths.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { CardSection } from '../ui/card.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { formatCount } from '../words/format.ts';
import { type Check, isReady } from './checklist.ts';

interface PublishPanelProps {
  readonly event: Data<'getEvent'>;
  readonly checks: readonly Check[];
  /** What publishing will do, in a sentence. */
  readonly consequence: string;
}

/** The checklist, and the buttons it unlocks. */
export function PublishPanel({ event, checks, consequence }: PublishPanelProps) {
  const open = checks.filter(({ state }) => state === 'open').length;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <CardSection title="Before you publish">
        <ul className="grid gap-1">
          {checks.map((check) => (
            <CheckLine key={check.key} check={check} />
          ))}
        </ul>
      </CardSection>
      <div className="grid gap-3 rounded-card border border-line bg-surface p-4 md:p-6">
        <p className="font-bold text-h4">
          {open === 0 ? 'Ready to publish' : `${formatCount(open, 'point')} still open`}
        </p>
        <p className="text-muted">
          {open === 0 ? consequence : 'You can publish when nothing in the list is open any more.'}
        </p>
        <PublishButton isReady={isReady(checks)} name={event.name} consequence={consequence} />
        <ButtonLink to={paths.event(event.slug)} wide icon={<Eye aria-hidden size={20} />}>
          Preview as buyer
        </ButtonLink>
        <DeleteButton name={event.name} />
      </div>
    </div>
  );
}

function CheckLine({ check: { state, words, fix } }: { check: Check }) {
  const { Icon, look, label } = marks[state];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
      <span className="flex min-w-0 flex-1 basis-64 items-start gap-3">
        <Icon aria-hidden size={24} className={`shrink-0 ${look}`} />
        <span>
          <span className="sr-only">{label}: </span>
          {words}
        </span>
      </span>
      {fix && (
        <Link to={fix.to} className="link ms-9 py-1 font-medium sm:ms-0">
          {fix.label}
        </Link>
      )}
    </li>
  );
}

const marks = {
  done: { Icon: CircleCheck, look: 'text-success', label: 'Done' },
  open: { Icon: CircleAlert, look: 'text-danger', label: 'Open' },
  advice: { Icon: Lightbulb, look: 'text-warning', label: 'Advice' },
} as const;

function PublishButton({ isReady: ready, name, consequence }: { isReady: boolean; name: string; consequence: string }) {
  const [asked, setAsked] = useState(false);
  const isBusy = useNavigation().formData?.get('intent') === 'publish';
  return (
    <>
      <Button variant="primary" wide disabled={!ready} onClick={() => setAsked(true)}>
        Publish
      </Button>
      <Dialog
        open={asked}
        onClose={() => setAsked(false)}
        title={`Publish ${name}?`}
        actions={
          <>
            <Button onClick={() => setAsked(false)}>Not yet</Button>
            <Form method="post">
              <input type="hidden" name="intent" value="publish" />
              <Button type="submit" variant="primary" wide busy={isBusy} busyLabel="Publishing…">
                Publish event
              </Button>
            </Form>
          </>
        }
      >
        <p>{consequence}</p>
      </Dialog>
    </>
  );
}

function DeleteButton({ name }: { name: string }) {
  const [asked, setAsked] = useState(false);
  const isBusy = useNavigation().formData?.get('intent') === 'delete';
  return (
    <>
      <Button variant="quiet" wide onClick={() => setAsked(true)}>
        Delete draft
      </Button>
      <Dialog
        open={asked}
        onClose={() => setAsked(false)}
        title={`Delete ${name}?`}
        actions={
          <>
            <Button onClick={() => setAsked(false)}>Keep it</Button>
            <Form method="post">
              <input type="hidden" name="intent" value="delete" />
              <Button type="submit" variant="danger" wide busy={isBusy} busyLabel="Deleting…">
                Delete draft
              </Button>
            </Form>
          </>
        }
      >
        <p>The draft with its prices and picture is gone for good. Nobody has seen it, and no ticket was sold.</p>
      </Dialog>
    </>
  );
}
