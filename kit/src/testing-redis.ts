/** For tests: a real Redis on a port of its own, which can be killed, paused, emptied and lied to. */
import { Redis as Connection } from 'ioredis';
import type { Log } from './log.ts';
import { systemClock } from './clock.ts';
import { openRedis, type Redis } from './redis.ts';
import { eventually } from './testing.ts';
import { answersAt, freePort, type Program, startProgram, temporaryFolder } from './testing-programs.ts';

export interface TestRedis {
  readonly url: string;
  /** Opens it as a process of ours would, with a budget a busy machine keeps as well, and waits until it answers. */
  open(log: Log): Promise<Redis>;
  kill(): Promise<void>;
  /** Starts it again where it was, empty. */
  restart(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Says something to it over a connection of the test's own. */
  tell<T>(work: (commands: Connection) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

const BUDGET_MS = 400;

/** Starts Redis; what it holds is in memory only. */
export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let program = await startOn(port);
  return {
    url,
    async open(log) {
      const redis = openRedis({ url, log, clock: systemClock, budgetMs: BUDGET_MS });
      await untilAnswers(redis);
      return redis;
    },
    kill: () => program.kill('SIGKILL'),
    async restart() {
      program = await startOn(port);
    },
    pause: () => program.kill('SIGSTOP'),
    resume: () => program.kill('SIGCONT'),
    async tell(work) {
      const connection = new Connection(url);
      try {
        return await work(connection);
      } finally {
        connection.disconnect();
      }
    },
    stop: () => program.stop(),
  };
}

/** Resolves when this process is answered. */
export async function untilAnswers(redis: Redis): Promise<void> {
  await eventually(async () => {
    if ((await redis.within((commands) => commands.ping())) !== 'PONG') throw new Error('Redis does not answer');
  });
}

function startOn(port: number): Promise<Program> {
  return startProgram({
    program: 'redis-server',
    args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', temporaryFolder()],
    ready: () => answersAt(port),
  });
}
