/** The API over a bounded number of open connections. */
import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';

export interface Api {
  /** Sends JSON; gives the status and the body. Every POST has an Idempotency-Key, as our pages send one. */
  send<Body>(route: string, ask?: { token?: string; body?: unknown }): Promise<{ status: number; body: Body }>;
  /** As `send`, but any status than this one ends the measurement. */
  must<Body>(status: number, route: string, ask?: { token?: string; body?: unknown }): Promise<Body>;
  close(): Promise<void>;
}

/** Opens connections to an installation. */
export function openApi(url: string, connections: number): Api {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const send = async <Body>(route: string, { token, body }: { token?: string; body?: unknown } = {}) => {
    const [method = 'GET', path = ''] = route.split(' ');
    const response = await pool.request({
      method,
      path: `/api${path}`,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.body.text();
    return { status: response.statusCode, body: (text === '' ? undefined : JSON.parse(text)) as Body };
  };
  return {
    send,
    async must(status, route, ask) {
      const answer = await send<never>(route, ask);
      if (answer.status !== status)
        throw new Error(`${route} answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 500)}`);
      return answer.body;
    },
    close: () => pool.close(),
  };
}
