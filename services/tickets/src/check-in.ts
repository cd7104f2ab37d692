/**
 * POST /check-ins: one scan, one answer, for ever the same for the same device and nonce. Scans are
 * decided in batches under locks: the nonces first, then the tickets, each in sorted order; so two
 * gates that see one code in the same millisecond admit once.
 */
import type { tickets } from '@usher/contracts/tickets';
import { sql, type Transaction } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { worksFor } from '@usher/kit/principal';
import { type Refusal, refuse } from '@usher/kit/refusal';
import { readCredential } from './credential.ts';
import type { CredentialKeys } from './credential-keys.ts';
import { type GateEvent, judgeScan, type ScanResult } from './judge-scan.ts';
import { holderOf, placeOf, type TicketRow } from './ticket.ts';
import type { Answer, Call, Decided, LockedTicket, Scan } from './scan.ts';
import type { TicketsKit } from './tickets-kit.ts';
import { writeScans } from './write-scans.ts';

type Outcome = Answer | Refusal<'not_found'>;

export function checkIn(kit: TicketsKit, keys: CredentialKeys): Handler<typeof tickets.operations.checkIn> {
  const decide = kit.batch<Call, Outcome>({
    name: 'check-in',
    lanes: 2,
    cap: 64,
    queueMax: 2_000,
    keys: ({ request, credential }) => [
      JSON.stringify([request.deviceId, request.nonce]),
      ...(credential ? [credential.ticketId] : []),
    ],
    run: (calls) => checkInAll(kit, calls),
  });
  return async (call) => {
    const { body: request, principal, requestId } = call;
    return decide({ request, credential: readCredential(request.code, keys.byId), principal, requestId });
  };
}

async function checkInAll(kit: TicketsKit, calls: readonly Call[]): Promise<Outcome[]> {
  const outcomes = await kit.db.transaction(async (tx) => {
    const events = await readGateEvents(tx, calls);
    const scans = calls.map((call): Scan | undefined => {
      const event = events.get(call.request.eventId);
      if (!event || !worksFor(call.principal, event.organization_id, ['operator', 'organizer'])) return undefined;
      return { ...call, event };
    });
    const allowed = scans.filter((scan) => scan !== undefined);
    await lockNonces(tx, allowed);
    const answers = await readAnswers(tx, allowed);
    const fresh = allowed.filter((scan) => !answers.has(nonceKey(scan)));
    const locked = await lockTickets(tx, fresh);
    const decided: Decided[] = [];
    for (const scan of fresh) {
      if (answers.has(nonceKey(scan))) continue;
      const made = decideScan(scan, locked);
      answers.set(nonceKey(scan), made.answer);
      decided.push(made);
    }
    await writeScans(kit, tx, decided);
    return scans.map((scan): Outcome => (scan && answers.get(nonceKey(scan))) ?? refuse('not_found'));
  });
  return outcomes;
}

/** Decides one scan and notes an admission for those behind it in the batch. */
function decideScan(scan: Scan, locked: Map<string, LockedTicket>): Decided {
  const ticket = scan.credential && locked.get(scan.credential.ticketId);
  const result = judgeScan(scan.event, scan.credential, ticket, scan.request.holderLastName);
  if (ticket && result === 'admitted') {
    locked.set(ticket.id, { ...ticket, state: 'used', admitted_at: ticket.now, version: ticket.version + 1 });
  }
  return { scan, result, ticket: result === 'unknown_code' ? undefined : ticket, answer: answerScan(result, ticket) };
}

/** Whoever shows a replaced code learns nothing of the new holder. */
function answerScan(result: ScanResult, ticket: LockedTicket | undefined): Answer {
  if (!ticket || result === 'unknown_code' || result === 'replaced') return { result };
  const shown = { id: ticket.id, ...placeOf(ticket), tier: ticket.tier_name, holder: holderOf(ticket) };
  if (result === 'already_admitted' && ticket.admitted_at !== null) {
    return { result, ticket: shown, firstAdmittedAt: ticket.admitted_at };
  }
  return { result, ticket: shown };
}

const nonceKey = ({ event, request }: Scan): string =>
  JSON.stringify([event.organization_id, request.deviceId, request.nonce]);

async function readGateEvents(tx: Transaction, calls: readonly Call[]): Promise<Map<string, GateEvent>> {
  const ids = [...new Set(calls.map((call) => call.request.eventId))];
  const rows = await tx.query<GateEvent>(sql`
    select event_id, organization_id, holder_name_required from event_info where event_id = any(${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.event_id, row]));
}

/** Two requests under one nonce, wherever they arrive, take turns; the second finds the first's answer. */
async function lockNonces(tx: Transaction, scans: readonly Scan[]): Promise<void> {
  await tx.send(sql`
    select pg_advisory_xact_lock(number) from (
      select distinct hashtextextended(key, 1) as number from unnest(${scans.map(nonceKey)}::text[]) as key order by 1
    ) as sorted`);
}

async function readAnswers(tx: Transaction, scans: readonly Scan[]): Promise<Map<string, Answer>> {
  const rows = await tx.query<{ key: string; answer: Answer }>(sql`
    select key, answer
    from unnest(${scans.map(nonceKey)}::text[], ${scans.map((scan) => scan.event.organization_id)}::uuid[],
        ${scans.map((scan) => scan.request.deviceId)}::text[], ${scans.map((scan) => scan.request.nonce)}::text[])
      as asked (key, organization_id, device_id, nonce)
    join check_in using (organization_id, device_id, nonce)`);
  return new Map(rows.map((row) => [row.key, row.answer]));
}

async function lockTickets(tx: Transaction, scans: readonly Scan[]): Promise<Map<TicketRow['id'], LockedTicket>> {
  const ids = [...new Set(scans.flatMap((scan) => (scan.credential ? [scan.credential.ticketId] : [])))];
  const rows = await tx.query<LockedTicket>(sql`
    select id, event_id, organization_id, state, credential_number, seat_id, section, row_name, seat_number, tier_name,
      holder_first_name, holder_last_name, admitted_at, version, usher_now() as now
    from ticket where id = any(${ids}::uuid[]) order by id for update`);
  return new Map(rows.map((row) => [row.id, row]));
}
