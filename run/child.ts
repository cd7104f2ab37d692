/** One process of the split set-up: started, watched, started again when it dies, and stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { send } from './postgres-process.ts';

export interface ProcessPlan {
  readonly program: string;
  readonly args: readonly string[];
  /** Its whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The file that gets both its streams. */
  readonly log: string;
}

export interface ChildPlan extends ProcessPlan {
  /** The service or program, e.g. `seats`. */
  readonly name: string;
  /** Counts from 1. */
  readonly copy: number;
  /** Where it answers, without any password. */
  readonly url: string;
  /** How it says that it serves: by GET /ready, or by taking connections. */
  readonly ready: 'http' | 'socket';
  /** Asks it to end in its own good way; killed when it has not after that time. */
  readonly stop: { readonly signal: NodeJS.Signals; readonly withinMs: number };
}

export interface Child {
  readonly plan: ChildPlan;
  /** Of the process that runs now; undefined while there is none. */
  pid(): number | undefined;
  /** Resolves when it serves. Throws one sentence and the end of its log when it ends again and again, or is too slow. */
  ready(withinMs: number): Promise<void>;
  /** Resolves when its last process is gone; it is not started again. */
  stop(): Promise<void>;
}

/** Told of every process at once, so that none is forgotten whatever happens next. */
export interface ChildWatch {
  born(pid: number): void;
  gone(pid: number): void;
  warn(sentence: string): void;
}

const RESTART_FIRST_MS = 200;
const RESTART_MAX_MS = 5_000;
const FIRST_STARTS_MAX = 3;
const POLL_MS = 100;
const ANSWER_MS = 3_000;
const LOG_TAIL_LINES = 12;
const LINE_CHARACTERS = 500;

/**
 * Starts it as the leader of its own process group, so that Ctrl-C reaches only the launcher, which knows the order.
 * A process that ends unasked is started again after 200 ms, twice as long each time up to 5 s, until it served again.
 */
export function superviseChild(plan: ChildPlan, watch: ChildWatch): Child {
  const title = `${plan.name} (copy ${plan.copy})`;
  let logStart: number | undefined;
  let running: ChildProcess | undefined;
  let stopping = false;
  let endings: string[] = [];
  let again: NodeJS.Timeout | undefined;

  function start(): void {
    const { child, logStart: before } = startProcess(plan);
    logStart ??= before;
    running = child;
    const { pid } = child;
    if (pid !== undefined) watch.born(pid);
    let settled = false;
    const ended = (how: string): void => {
      if (settled) return;
      settled = true;
      if (pid !== undefined) {
        // A master that was killed leaves its workers behind, and they its port taken.
        send(-pid, 'SIGKILL');
        watch.gone(pid);
      }
      if (running === child) running = undefined;
      if (!stopping) startAgain(how);
    };
    child.once('error', (error) => ended(error.message));
    child.once('exit', (code, signal) => ended(signal ?? `code ${code}`));
    void untilServing(child);
  }

  function startAgain(how: string): void {
    endings.push(how);
    const waitMs = Math.min(RESTART_MAX_MS, RESTART_FIRST_MS * 2 ** (endings.length - 1));
    watch.warn(`${title} ended (${how}); starting it again in ${waitMs} ms.`);
    again = setTimeout(start, waitMs);
  }

  async function untilServing(child: ChildProcess): Promise<void> {
    while (running === child && !stopping) {
      if (await serves(plan)) {
        if (running === child) endings = [];
        return;
      }
      await pause(POLL_MS);
    }
  }

  async function stop(): Promise<void> {
    stopping = true;
    clearTimeout(again);
    if (running) await endChild(running, plan, watch);
  }

  start();
  return {
    plan,
    pid: () => running?.pid,
    async ready(withinMs) {
      const deadline = performance.now() + withinMs;
      while (!stopping && !(await serves(plan))) {
        const late = performance.now() > deadline && `was not ready within ${withinMs / 1_000} s`;
        const failed = endings.length >= FIRST_STARTS_MAX && `ended with ${endings.at(-1) ?? ''}`;
        if (failed || late) throw new Error(`${title} ${failed || late}. ${await lastWords(plan, logStart ?? 0)}`);
        await pause(POLL_MS);
      }
    },
    stop,
  };
}

/** Asks it to end, and does not wait for ever. */
async function endChild(child: ChildProcess, { name, copy, stop }: ChildPlan, { warn }: ChildWatch): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const exit = once(child, 'exit');
  send(pid, stop.signal);
  const late = setTimeout(() => {
    warn(`${name} (copy ${copy}) did not end within ${stop.withinMs / 1_000} s and was killed.`);
    send(-pid, 'SIGKILL');
  }, stop.withinMs);
  await exit;
  clearTimeout(late);
}

/** Starts a process as the leader of its own group, both streams into its log; says where in the log its own lines begin. */
export function startProcess(plan: ProcessPlan): { child: ChildProcess; logStart: number } {
  const log = openSync(plan.log, 'a', 0o600);
  const logStart = fstatSync(log).size;
  const child = spawn(plan.program, [...plan.args], {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...plan.env },
  });
  closeSync(log);
  return { child, logStart };
}

/** The end of what a process wrote since its log had `logStart` bytes; its own words rather than records, if there are any. */
export function lastLines(log: string, logStart: number): string {
  const lines = readFileSync(log).subarray(logStart).toString('utf8').split('\n');
  const words = lines.filter((line) => line.trim() !== '' && !line.startsWith('{'));
  const shown = (words.length > 0 ? words : lines).slice(-LOG_TAIL_LINES).map((line) => line.slice(0, LINE_CHARACTERS));
  return `Its log ${log} ends with:\n${shown.join('\n').trim()}`;
}

async function serves({ ready, url }: ChildPlan): Promise<boolean> {
  if (ready === 'socket') return takesConnections(new URL(url));
  return (await readiness(url))?.ok === true;
}

function readiness(url: string): Promise<Response | undefined> {
  return fetch(`${url}/ready`, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => undefined);
}

function takesConnections({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const settle = (open: boolean) => () => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', settle(true)).once('error', settle(false)).setTimeout(ANSWER_MS, settle(false));
  });
}

/** What it says of itself if it can still say something, and the end of its log. */
async function lastWords(plan: ChildPlan, logStart: number): Promise<string> {
  const reasons = plan.ready === 'http' ? await (await readiness(plan.url))?.text() : undefined;
  return [...(reasons === undefined ? [] : [`It says: ${reasons}.`]), lastLines(plan.log, logStart)].join(' ');
}
