/** Which headers go on to a service, and which come back. */
import type { IncomingHttpHeaders } from 'node:http';
import type { PeerAnswer } from '@usher/kit/peer-copies';
import { traceHeaders } from '@usher/kit/trace';
import type { FastifyRequest } from 'fastify';

type Headers = Record<string, string | string[]>;

/** Meant for the next hop only, beside what `Connection` names (RFC 9110, 7.6.1), and those that say how a body is framed. */
const ONE_HOP = /^(connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|proxy-.*)$/;
/** What a proxy says of who asks: the caller's own word for it is not taken. */
const FORWARDED = /^(forwarded|x-forwarded-.*)$/;
/** They are said anew: the address of the copy, and the bytes that are really sent. */
const OF_THIS_MESSAGE = /^(host|content-length)$/;

/** The caller's headers, and who the caller is as far as this gateway believes. */
export function headersOn(request: FastifyRequest): Headers {
  return {
    ...kept(request.headers, (name) => FORWARDED.test(name) || OF_THIS_MESSAGE.test(name)),
    ...traceHeaders(request.id),
    'x-forwarded-for': request.ip,
    'x-forwarded-proto': request.protocol,
    'x-forwarded-host': request.host,
  };
}

/** The service's headers. */
export function headersBack({ headers }: Pick<PeerAnswer, 'headers'>): Headers {
  return kept(headers, () => false);
}

function kept(headers: IncomingHttpHeaders, isOurs: (name: string) => boolean): Headers {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  const entries = Object.entries(headers).filter(
    (entry): entry is [string, string | string[]] =>
      entry[1] !== undefined && !ONE_HOP.test(entry[0]) && !named.has(entry[0]) && !isOurs(entry[0]),
  );
  return Object.fromEntries(entries);
}
