/** Writing decided scans down, set-based: the tickets that are used now, the admissions, the answers, the facts. */
import { sql, type Transaction } from '@usher/kit/database';
import type { Decided, LockedTicket } from './scan.ts';
import type { TicketsKit } from './tickets-kit.ts';

type Admission = Decided & { readonly ticket: LockedTicket };

/** Throws when a ticket was not as its lock said: nobody is admitted twice, whatever the rule above it does. */
export async function writeScans(kit: TicketsKit, tx: Transaction, decided: readonly Decided[]): Promise<void> {
  if (decided.length === 0) return;
  const admissions = decided.filter((one): one is Admission => one.result === 'admitted' && one.ticket !== undefined);
  await useTickets(tx, admissions);
  await insertAdmissions(tx, admissions);
  await insertAnswers(tx, decided);
  await kit.record(
    tx,
    admissions.map(({ scan, ticket }) => ({
      name: 'ticket.admitted',
      aggregateId: ticket.id,
      aggregateVersion: ticket.version + 1,
      requestId: scan.requestId,
      payload: {
        ticketId: ticket.id,
        eventId: ticket.event_id,
        organizationId: ticket.organization_id,
        gate: scan.request.gate ?? null,
        admittedAt: ticket.now,
      },
    })),
  );
}

async function useTickets(tx: Transaction, admissions: readonly Admission[]): Promise<void> {
  if (admissions.length === 0) return;
  const rows = await tx.query(sql`
    update ticket set state = 'used', admitted_at = usher_now(), version = version + 1
    where id = any(${admissions.map(({ ticket }) => ticket.id)}::uuid[]) and state = 'valid' returning id`);
  if (rows.length !== admissions.length) {
    throw new Error(`check-in: ${rows.length} tickets were used for ${admissions.length} admissions`);
  }
}

async function insertAdmissions(tx: Transaction, admissions: readonly Admission[]): Promise<void> {
  if (admissions.length === 0) return;
  await tx.send(sql`
    insert into admission (ticket_id, event_id, gate, device_id, operator_id, scanned_at, admitted_at)
    select *, usher_now() from unnest(
      ${admissions.map(({ ticket }) => ticket.id)}::uuid[], ${admissions.map(({ ticket }) => ticket.event_id)}::uuid[],
      ${admissions.map(({ scan }) => scan.request.gate ?? null)}::text[],
      ${admissions.map(({ scan }) => scan.request.deviceId)}::text[],
      ${admissions.map(({ scan }) => scan.principal.id)}::uuid[],
      ${admissions.map(({ scan }) => scan.request.scannedAt)}::timestamptz[])`);
}

async function insertAnswers(tx: Transaction, decided: readonly Decided[]): Promise<void> {
  await tx.send(sql`
    insert into check_in (organization_id, device_id, nonce, event_id, gate, operator_id, ticket_id, result, answer,
      scanned_at, answered_at)
    select organization_id, device_id, nonce, event_id, gate, operator_id, ticket_id, result, answer::jsonb, scanned_at,
      usher_now()
    from unnest(
      ${decided.map(({ scan }) => scan.event.organization_id)}::uuid[],
      ${decided.map(({ scan }) => scan.request.deviceId)}::text[], ${decided.map(({ scan }) => scan.request.nonce)}::text[],
      ${decided.map(({ scan }) => scan.event.event_id)}::uuid[],
      ${decided.map(({ scan }) => scan.request.gate ?? null)}::text[],
      ${decided.map(({ scan }) => scan.principal.id)}::uuid[],
      ${decided.map(({ ticket }) => ticket?.id ?? null)}::uuid[], ${decided.map(({ result }) => result)}::text[],
      ${decided.map(({ answer }) => JSON.stringify(answer))}::text[],
      ${decided.map(({ scan }) => scan.request.scannedAt)}::timestamptz[])
      as made (organization_id, device_id, nonce, event_id, gate, operator_id, ticket_id, result, answer, scanned_at)`);
}
