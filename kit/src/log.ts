/** Structured logs: one JSON line a record, with the service and the request id; secrets are blotted out. */
import { pino } from 'pino';

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: Record<string, unknown>): Log;
}

const secrets = ['authorization', 'cookie', 'password', 'token', 'accessToken', 'refreshToken', 'code', 'secret'];

/** The process's log. Levels as pino's; `silent` writes nothing. */
export function createLog(level: string): Log {
  return pino({
    level,
    redact: { paths: secrets.flatMap((key) => [key, `*.${key}`]), censor: '[hidden]' },
    timestamp: pino.stdTimeFunctions.isoTime,
    base: null,
  });
}
