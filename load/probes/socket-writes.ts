/** Writes as the live map does, without a live map. */
import { type Peer, startPeer } from '../child-process.ts';
import type { Looking, Opened } from '../crowd/viewers-process.ts';
import type { Writing, Written } from './socket-writes-process.ts';

/** Processor milliseconds of one write to one of so many open sockets. */
export async function cpuMsOfWrite(viewers: number, writing: Writing): Promise<number> {
  const peers: Peer[] = [];
  const start = (program: string) => {
    const peer = startPeer(program);
    peers.push(peer);
    return peer;
  };
  try {
    const writer = start('probes/socket-writes-process.ts');
    const url = await writer.next<string>();
    const crowd = start('crowd/viewers-process.ts');
    const opened = crowd.next<Opened>();
    crowd.send({ url, path: '/', viewers } satisfies Looking);
    await opened;
    const written = writer.next<Written>();
    writer.send(writing);
    const { writes, cpuSeconds } = await written;
    return (cpuSeconds * 1000) / writes;
  } finally {
    await Promise.all(peers.map((peer) => peer.stop()));
  }
}
