/** One service: its state, since when, what it means, what waits. */
import { clsx } from 'clsx';
import { CircleCheck, CircleX, Hourglass } from 'lucide-react';
import { Badge } from '../ui/badge.tsx';
import { useHydrated } from '../ui/ticking.ts';
import { formatCount, formatNumber } from '../words/format.ts';
import { remedyFor, type ServiceHealth, serviceStates, serviceWords } from './service-words.ts';
import { useAgeSeconds } from './fresh.ts';

const shapes = { working: CircleCheck, slow: Hourglass, stopped: CircleX } as const;
const edges = { working: 'border-line', slow: 'border-warning', stopped: 'border-danger' } as const;

/** A service in trouble says what buyers notice and what helps; one that works is a line. */
export function ServiceRow({ service }: { service: ServiceHealth }) {
  const { title, ...effects } = serviceWords(service.name);
  const { label, tone } = serviceStates[service.state];
  const Shape = shapes[service.state];
  const remedy = remedyFor(service);
  return (
    <article className={clsx('grid gap-2 rounded-card border bg-surface p-4 md:px-6', edges[service.state])}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h3 className="flex-1 text-lead md:min-w-40 md:flex-none">{title}</h3>
        <Badge tone={tone} className="gap-1.5">
          <Shape aria-hidden size={16} />
          {label}
        </Badge>
        <Since instant={service.since} />
        <Figures service={service} />
      </div>
      {(service.state !== 'working' || remedy) && <p>{service.sentence}</p>}
      {service.state !== 'working' && (
        <p>
          <strong>Buyers: </strong>
          {effects[service.state]}
        </p>
      )}
      {remedy && (
        <p>
          <strong>What helps: </strong>
          {remedy}
        </p>
      )}
      {service.leftovers.length > 0 && <Leftovers service={service} />}
    </article>
  );
}

/** What was put aside or given up, each with its reason; the newest first. */
function Leftovers({ service: { leftovers, failedWork, parkedFacts } }: { service: ServiceHealth }) {
  const more = (failedWork ?? 0) + (parkedFacts ?? 0) - leftovers.length;
  return (
    <details>
      <summary className="cursor-pointer">What was put aside, and why</summary>
      <ul className="mt-2 grid gap-3">
        {leftovers.map(({ kind, what, about, why, since }) => (
          <li key={`${kind} ${what} ${about}`} className="grid gap-0.5 border-line border-s-2 ps-3">
            <span>
              {kind === 'fact' ? 'Fact' : 'Work'} <code>{what}</code> about <code className="break-all">{about}</code>
            </span>
            <span className="break-words text-muted text-small">{why}</span>
            <time dateTime={since} className="tabular text-muted text-small">
              {since.slice(0, 19).replace('T', ' ')} UTC
            </time>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="mt-2 text-muted text-small">And {formatNumber(more)} more.</p>}
    </details>
  );
}

/** The server knows no later, so the age comes with the page's waking; its place is kept. */
function Since({ instant }: { instant: string }) {
  const isAwake = useHydrated();
  const seconds = useAgeSeconds(Date.parse(instant));
  return (
    <time dateTime={instant} className="tabular w-full text-muted text-small md:w-auto md:min-w-40">
      {isAwake ? `for ${lasting(seconds)}` : ' '}
    </time>
  );
}

/** A length of time in its largest whole unit: `12 minutes`. */
function lasting(seconds: number): string {
  if (seconds < 60) return formatCount(seconds, 'second');
  if (seconds < 3_600) return formatCount(Math.floor(seconds / 60), 'minute');
  return seconds < 86_400
    ? formatCount(Math.floor(seconds / 3_600), 'hour')
    : formatCount(Math.floor(seconds / 86_400), 'day');
}

function Figures({ service }: { service: ServiceHealth }) {
  const { waitingWork, failedWork, parkedFacts, databaseMs } = service;
  const parts = [
    waitingWork === null ? undefined : `${formatNumber(waitingWork)} waiting`,
    failedWork ? `${formatNumber(failedWork)} given up` : undefined,
    parkedFacts ? `${formatCount(parkedFacts, 'fact')} put aside` : undefined,
    databaseMs === null ? undefined : `database answers in ${formatNumber(Math.ceil(databaseMs))} ms`,
  ].filter((part) => part !== undefined);
  return <p className="tabular text-muted text-small md:ms-auto">{parts.join(' · ')}</p>;
}
