/**
 * What it costs to write the same bytes to as many sockets and nothing else: a server that takes connections, answers
 * each with a line, and then writes one buffer to all of them, again and again, in slices between which others may run.
 */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface Writing {
  readonly bytes: number;
  readonly rounds: number;
  readonly everyMs: number;
}
export interface Written {
  readonly writes: number;
  readonly cpuSeconds: number;
}

const SLICE = 400;

const sockets = new Set<Socket>();
const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => undefined);
  socket.on('close', () => sockets.delete(socket));
  socket.once('data', () => {
    socket.write('open\n\n');
    sockets.add(socket);
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.once('disconnect', () => process.exit());
process.once('SIGTERM', () => process.exit());
process.on('message', (writing: Writing) => {
  void write(writing).then((written) => process.send?.(written));
});
process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

async function write({ bytes, rounds, everyMs }: Writing): Promise<Written> {
  const chunk = Buffer.alloc(bytes, 'x');
  const all = [...sockets];
  const before = process.cpuUsage();
  let writes = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (let from = 0; from < all.length; from += SLICE) {
      for (const socket of all.slice(from, from + SLICE)) {
        socket.write(chunk);
        writes += 1;
      }
      await new Promise(setImmediate);
    }
    await new Promise((done) => {
      setTimeout(done, everyMs);
    });
  }
  const { user, system } = process.cpuUsage(before);
  return { writes, cpuSeconds: (user + system) / 1e6 };
}
