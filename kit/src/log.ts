/**
 * Structured logs: one JSON line a record, with the service; whoever logs for a request says so (`doingFor`). Secrets and
 * addresses are blotted out.
 */
import { pino } from 'pino';

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: Record<string, unknown>): Log;
}

/** Hidden wherever they are, one level deep too: in a body, a header, a row. */
const secrets = [
  'authorization',
  'cookie',
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'guestToken',
  'secret',
  'email',
];
/** A `code` lets somebody in, and an error's says what happened: which one it is, the place tells. A row is in a database error's detail. */
const inPlaces = [
  'code',
  'body.code',
  'query.code',
  'ticket.code',
  'credential.code',
  'err.detail',
  'err.cause.detail',
];

/** The process's log, to the standard output unless told otherwise. Levels as pino's; `silent` writes nothing. */
export function createLog(level: string, destination?: { write(line: string): void }): Log {
  const options = {
    level,
    redact: { paths: [...secrets.flatMap((key) => [key, `*.${key}`]), ...inPlaces], censor: '[hidden]' },
    timestamp: pino.stdTimeFunctions.isoTime,
    base: null,
  };
  return destination ? pino(options, destination) : pino(options);
}
