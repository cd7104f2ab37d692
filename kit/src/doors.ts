/**
 * More doors in one wall. A listening descriptor lets one connection in for each round of the event loop (libuv since 1.45).
 * A busy server's rounds take ten milliseconds and more: a hundred newcomers a second came in, whatever there was time for,
 * and all others waited in the kernel until it dropped them and they tried again, seconds and minutes later. Further
 * descriptors of the same listening socket let one in each, each round.
 *
 * Node cannot duplicate a descriptor, but sending one to another process does: an echo sends back what it is sent, and ends.
 */
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import type { Log } from './log.ts';

const DOORS = 64;
const ECHO = "process.on('message', (said, handle) => process.send(said, handle))";
/** Without further doors a server serves as well, only newcomers come in more slowly. */
const OPEN_MS_MAX = 5_000;
/** As many may wait to be let in as the system allows: its own limit is lower. */
export const BACKLOG = 4_096;

const doorsOf = new WeakMap<Server, readonly Server[]>();

/** Opens further doors of a server that listens on a TCP port; those that could not be opened are missing. */
export async function openDoors(server: Server, log: Log): Promise<void> {
  const doors: Server[] = [];
  doorsOf.set(server, doors);
  try {
    for (const handle of await duplicates(handleOf(server), DOORS - 1)) doors.push(doorFrom(handle, server));
  } catch (error) {
    log.warn({ err: error }, 'newcomers come in by one door: the others could not be opened');
  }
}

/** Closes the further doors; who came in stays. */
export function closeDoors(server: Server): void {
  for (const door of doorsOf.get(server) ?? []) door.close();
  doorsOf.delete(server);
}

function doorFrom(handle: object, server: Server): Server {
  const door = createServer({ allowHalfOpen: true, noDelay: true });
  door.on('connection', (socket) => server.emit('connection', socket));
  door.listen(handle, BACKLOG);
  // The server itself decides how long the process lives.
  door.unref();
  return door;
}

/** What Node listens with; it goes through the channel between processes as it is. */
function handleOf(server: Server): object {
  const { _handle: handle } = server as Server & { _handle?: object };
  if (!handle) throw new Error('only a server that listens has doors');
  return handle;
}

function duplicates(handle: object, count: number): Promise<object[]> {
  const echo = spawn(process.execPath, ['--eval', ECHO], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const timer = setTimeout(() => echo.kill('SIGKILL'), OPEN_MS_MAX);
  return new Promise<object[]>((resolve, reject) => {
    const back: object[] = [];
    echo.on('message', (_said, copy) => {
      if (copy && back.push(copy) === count) resolve(back);
    });
    echo.on('error', reject);
    echo.on('exit', () => {
      reject(new Error('the echo ended before its time'));
    });
    for (let i = 0; i < count; i += 1) echo.send('door', handle as never);
  }).finally(() => {
    clearTimeout(timer);
    echo.removeAllListeners('exit');
    echo.kill();
  });
}
