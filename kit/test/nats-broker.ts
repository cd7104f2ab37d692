/** A real NATS server for one test: killed, stopped, wiped and started again on the same port. */
import { answersAt, freePort, type Program, startProgram, temporaryFolder } from '@usher/kit/testing-programs';
import { rm } from 'node:fs/promises';

export interface Broker {
  readonly url: string;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again after it was killed. */
  restart(): Promise<void>;
  /** Removes what it stored. Only while it is down. */
  wipe(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server with JetStream on a free port. */
export async function openBroker(): Promise<Broker> {
  const port = await freePort();
  const store = temporaryFolder();
  const start = (): Promise<Program> =>
    startProgram({
      program: 'nats-server',
      args: ['--addr', '127.0.0.1', '--port', String(port), '--jetstream', '--store_dir', store],
      ready: () => answersAt(port),
    });
  let server = await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    kill: (signal) => server.kill(signal),
    async restart() {
      server = await start();
    },
    wipe: () => rm(store, { recursive: true, force: true }),
    stop: () => server.stop(),
  };
}
