/** How the installation is, in sentences: what is broken first, since when, what buyers notice, what helps. */
import { type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { ask } from '../api/browser.ts';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { requireViewer } from '../session/session.ts';
import { mayAdminister } from '../session/viewer.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Problem } from '../ui/problem.tsx';
import { formatCount, formatList } from '../words/format.ts';
import { Age } from './age.tsx';
import { useFresh } from './fresh.ts';
import { ServiceRow } from './service-row.tsx';
import { brokenFirst, hasLeftovers, type ServiceHealth, serviceWords } from './service-words.ts';

const LOOK_EVERY_MS = 5_000;
/** More failed mail than this is "100 or more": the exact number helps nobody. */
const MAIL_COUNTED_MAX = 100;

export const meta: MetaFunction = () => [{ title: 'Health · Usher' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireViewer(context, request, mayAdminister);
  const asker = apiOf(context);
  const [health, mail] = await Promise.all([
    asker('getHealth'),
    asker('listFailedNotifications', { query: { state: 'failed', limit: MAIL_COUNTED_MAX } }),
  ]);
  return {
    health: health.ok ? health.data : null,
    refusal: health.ok ? null : health.refusal,
    failedMail: mail.ok ? mail.data.items.length : 0,
  };
}

export default function HealthPage() {
  const { health, refusal, failedMail } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader title="Health" lead="What works, what doesn’t, and what buyers notice." />
      <Problem refusal={refusal} action={<ButtonLink to={paths.admin()}>Try again</ButtonLink>} />
      {failedMail > 0 && <FailedMail count={failedMail} />}
      {health && <Services initial={health} />}
    </Page>
  );
}

function Services({ initial }: { initial: NonNullable<Awaited<ReturnType<typeof loader>>['health']> }) {
  const { data, atMs, refusal } = useFresh({
    initial: { data: initial, atMs: Date.parse(initial.checkedAt) },
    everyMs: LOOK_EVERY_MS,
    ask: (signal) => ask('getHealth', { signal }),
  });
  return (
    <section aria-label="Services" className="grid gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 className="text-h3">
          <span role="status">{summary(data.services)}</span>
        </h2>
        <p className="text-muted text-small">
          <Age atMs={atMs} />
        </p>
      </div>
      <Problem refusal={refusal} fact="We couldn’t look again." remedy="What you see is the last that was known." />
      <ul className={refusal ? 'grid gap-3 text-muted' : 'grid gap-3'}>
        {brokenFirst(data.services).map((service) => (
          <li key={service.name}>
            <ServiceRow service={service} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function FailedMail({ count }: { count: number }) {
  const mails = count >= MAIL_COUNTED_MAX ? `${MAIL_COUNTED_MAX} or more mails` : formatCount(count, 'mail');
  return (
    <Notice
      tone="warning"
      title={`${mails} could not be sent`}
      action={<ButtonLink to={paths.adminMail()}>Look at failed mail</ButtonLink>}
    >
      Buyers may be waiting for tickets. They can always find them under My tickets.
    </Notice>
  );
}

function summary(services: readonly ServiceHealth[]): string {
  const named = (state: ServiceHealth['state']) =>
    services.filter((service) => service.state === state).map(({ name }) => serviceWords(name).title);
  const stopped = named('stopped');
  const slow = named('slow');
  if (stopped.length > 0) return `${formatList(stopped)} ${stopped.length === 1 ? 'has' : 'have'} stopped`;
  if (slow.length > 0) return `${formatList(slow)} ${slow.length === 1 ? 'is' : 'are'} slow`;
  return services.some(hasLeftovers) ? 'Everything works, some work was given up' : 'Everything works';
}
