/** What may be wrong with a database, as far as it matters what to do next. */

/** The commit was sent and no answer came: it may have happened. Look the ids up before repeating anything. */
export class CommitUnknownError extends Error {
  override readonly name = 'CommitUnknownError';
}

/** What was decided rested on what another process changed meanwhile, and nothing was done: decided again, it may do well. */
export class OvertakenError extends Error {
  override readonly name = 'OvertakenError';
}

/** True when the database went away or is not up yet: worth another try, nothing is known to be wrong with the request. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof CommitUnknownError) return true;
  const code = (error as { code?: string } | undefined)?.code ?? '';
  // 08 connection, 57P0x shutdown or crash recovery, 53300 too many connections (https://www.postgresql.org/docs/current/errcodes-appendix.html)
  if (/^(08...|57P0[1-5]|53300)$/.test(code)) return true;
  if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT'].includes(code)) return true;
  return (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed/.test(
      error.message,
    )
  );
}

/**
 * True when the database had a bad moment and the same statements may do well next time: deadlocks (40), no room (53),
 * broken files (58), a lock (55P03) or a statement (57014) that took too long.
 */
export function isPassing(error: unknown): boolean {
  return /^(40...|53...|58...|55P03|57014)$/.test((error as { code?: string } | undefined)?.code ?? '');
}
