/** What a person sees when a page cannot be shown: what is the case, and one way on. */
import { useLocation } from 'react-router';
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';

/** In words, by the status of the answer; a fault of ours never sounds like one of theirs. */
export function PageFault({ status }: { status: number }) {
  const { pathname, search } = useLocation();
  const { title, text, again } = faults[status] ?? ours;
  return (
    <Page width="text">
      <div className="grid justify-items-start gap-4 py-8 md:py-16">
        <h1 className="text-h2 md:text-h1">{title}</h1>
        <p className="max-w-text text-lead text-muted">{text}</p>
        <div className="mt-2 flex flex-wrap gap-3">
          {again && (
            <ButtonLink to={pathname + search} reloadDocument variant="primary">
              Try again
            </ButtonLink>
          )}
          <ButtonLink to={paths.events()} variant={again ? 'secondary' : 'primary'}>
            Search events
          </ButtonLink>
        </div>
      </div>
    </Page>
  );
}

/** The same in the tab's title. */
export const faultTitle = (status: number): string => (faults[status] ?? ours).title;

interface Fault {
  readonly title: string;
  readonly text: string;
  readonly again: boolean;
}

const busy: Fault = { title: 'It’s very busy right now', text: 'Please try again in a moment.', again: true };
const ours: Fault = {
  title: 'Something went wrong on our side',
  text: 'Nothing was charged by what you just did. Please try again.',
  again: true,
};
const faults: Readonly<Record<number, Fault>> = {
  403: {
    title: 'Your account can’t open this page',
    text: 'Ask whoever gave you this account for access, or log in with another one.',
    again: false,
  },
  404: { title: 'We can’t find that page', text: 'It may have moved, or the address has a typo.', again: false },
  429: busy,
  503: busy,
};
