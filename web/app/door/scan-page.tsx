/** One event's door: name the gate once, then scan. Codes can be typed too, with or without script. */
import { parseWithZod } from '@conform-to/zod/v4';
import { CheckInRequest } from '@usher/contracts/tickets';
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  useActionData,
  useLoaderData,
} from 'react-router';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { requireViewer } from '../session/session.ts';
import { mayScan } from '../session/viewer.ts';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { EventTime } from '../ui/when.tsx';
import { visitContext } from '../visit.ts';
import { fieldErrors } from '../words/field-errors.ts';
import { countLine } from './counts.ts';
import { freshNonce } from './device.ts';
import { ScanForm } from './scan-form.tsx';

const TypedScan = CheckInRequest.pick({ code: true, gate: true, holderLastName: true, nonce: true });

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: loaderData ? `Door: ${loaderData.event.name} · Usher` : 'Door · Usher' },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  requireViewer(context, request, mayScan);
  const ask = apiOf(context);
  const id = params['eventId'] ?? '';
  const [event, stats] = await Promise.all([
    ask('getEvent', { params: { idOrSlug: id } }),
    ask('getCheckInStats', { params: { id } }),
  ]);
  if (!event.ok) throw new Response(null, { status: event.refusal.status === 404 ? 404 : 503 });
  if (!stats.ok) throw new Response(null, { status: stats.refusal.status < 500 ? 404 : 503 });
  const { name, startsAt, timeZone, venue } = event.data;
  return { event: { id, name, startsAt, timeZone, venue: venue.name }, stats: stats.data, nonce: freshNonce() };
}

/** A typed code. The nonce came with the page, so that a form sent twice is one scan. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const viewer = requireViewer(context, request, mayScan);
  const submission = parseWithZod(await request.formData(), {
    schema: TypedScan,
    formatError: fieldErrors({ code: 'the code' }),
  });
  if (submission.status !== 'success') return { status: 'invalid' as const, error: submission.error?.['code']?.[0] };
  const { code, nonce, gate, holderLastName } = submission.value;
  const atMs = context.get(visitContext).clock.now();
  const answer = await apiOf(context)('checkIn', {
    body: {
      eventId: params['eventId'] ?? '',
      deviceId: `form-${viewer.id}`,
      scannedAt: new Date(atMs).toISOString(),
      code: code.trim(),
      nonce,
      ...(gate !== undefined && { gate }),
      ...(holderLastName !== undefined && { holderLastName }),
    },
  });
  return answer.ok
    ? { status: 'checked' as const, checkIn: answer.data, code, atMs }
    : { status: 'refused' as const, refusal: answer.refusal, code };
}

export default function ScanPage() {
  const { event, stats, nonce } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <Page>
      <PageHeader
        title={event.name}
        back={{ to: paths.door(), label: 'All events' }}
        lead={
          <>
            <EventTime instant={event.startsAt} timeZone={event.timeZone} /> · {event.venue}
          </>
        }
      />
      <p className="tabular font-medium text-lead">{countLine(stats)}</p>
      <ScanForm event={event} stats={stats} nonce={nonce} result={result} />
    </Page>
  );
}
