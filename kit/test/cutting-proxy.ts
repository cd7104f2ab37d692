/** A connection to Postgres that breaks at a commit: before the server hears of it, or after it has done it; or says BEGIN so that nobody understands. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy {
  /** The database's address through the proxy. */
  readonly url: string;
  /** Breaks the next connection that commits. */
  cutNextCommit(when: 'before' | 'after'): void;
  /** The next transaction does not begin, and what follows takes effect by itself. */
  spoilNextBegin(): void;
  close(): void;
}

/** Over the network, or over the socket whose folder stands in the place of a host. */
function reach({ hostname, port }: URL): Socket {
  const host = decodeURIComponent(hostname);
  return host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(Number(port), host);
}

/** Stands between a pool and the database of that URL. */
export async function openCuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl);
  let armed: 'before' | 'after' | undefined;
  let spoiling = false;
  const server = createServer((near) => {
    const far = reach(target);
    let cutting = false;
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    near.on('data', (bytes) => {
      if (armed !== undefined && bytes.includes('COMMIT')) {
        cutting = armed === 'after';
        armed = undefined;
        if (!cutting) {
          cut();
          return;
        }
      }
      const begin = spoiling ? bytes.indexOf('BEGIN') : -1;
      if (begin !== -1) {
        spoiling = false;
        bytes.write('BEGUN', begin);
      }
      far.write(bytes);
    });
    // The answer to the commit is the next thing that comes back; nobody hears it.
    far.on('data', (bytes) => (cutting ? cut() : near.write(bytes)));
    for (const socket of [near, far]) socket.on('close', cut).on('error', cut);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cutNextCommit(when) {
      armed = when;
    },
    spoilNextBegin() {
      spoiling = true;
    },
    close: () => server.close(),
  };
}
