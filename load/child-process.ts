/** Programs of this folder in processes of their own, which speak to their parent in messages. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { NODE_ARGUMENTS } from '../run/node-arguments.ts';

export interface Peer {
  readonly pid: number;
  send(message: unknown): void;
  /** The next message; throws when the process ends without one. */
  next<Message>(): Promise<Message>;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
}

/** Starts `load/<program>`, or a bundle as Usher's own are started; on one processor core only, where that is asked for. */
export function startPeer(program: string, { core }: { readonly core?: number | undefined } = {}): Peer {
  const file = path.resolve(import.meta.dirname, program);
  const node = [process.execPath, ...(file.endsWith('.mjs') ? NODE_ARGUMENTS : ['--import', 'tsx']), file];
  const [command = '', ...args] = core === undefined ? node : ['taskset', '-c', String(core), ...node];
  const child: ChildProcess = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Whole arrays of numbers and their like cross as they are.
    serialization: 'advanced',
  });
  const gone = once(child, 'exit');
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} could not be started`);
  return {
    pid,
    send: (message) => child.send(message as object),
    async next<Message>() {
      const ended = gone.then(([code]) => {
        throw new Error(`${program} ended with ${String(code)}`);
      });
      const [message] = (await Promise.race([once(child, 'message'), ended])) as [Message];
      return message;
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill();
      await gone;
    },
  };
}
