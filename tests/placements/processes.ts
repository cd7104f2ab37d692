/** The processes of a split installation, as its launcher writes them down. */
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@usher/kit/testing';
import { expect } from 'vitest';
import { type ProcessState, readClusterState } from '../../run/cluster-state.ts';

const BACK_MS = 40_000;
const PROGRAMS = ['postgres', 'nats', 'redis', 'nginx'];

/** All of them, Postgres and the programs of the system too. */
export function processesIn(dataDir: string): readonly ProcessState[] {
  return readClusterState(dataDir)?.processes ?? [];
}

/** Those that run our services. */
export function servicesIn(dataDir: string): readonly ProcessState[] {
  return processesIn(dataDir).filter(({ name }) => !PROGRAMS.includes(name));
}

/** Resolves when another process has taken its place and serves. */
export async function comesBack(dataDir: string, { name, copy, pid }: ProcessState): Promise<void> {
  await eventually(async () => {
    await pause(100);
    const now = processesIn(dataDir).find((each) => each.name === name && each.copy === copy);
    if (now?.pid == null || now.pid === pid) throw new Error(`${name} ${copy} is not back`);
    if (now.url.startsWith('http')) expect((await fetch(`${now.url}/ready`)).status).toBe(200);
  }, BACK_MS);
}

/** Two at a time, of two services; what there is only one of goes beside a second copy of something else. */
export function pairs(all: readonly ProcessState[]): (readonly ProcessState[])[] {
  const [firsts, seconds] = [all.filter(({ copy }) => copy === 1), all.filter(({ copy }) => copy === 2)];
  // Turned by half: a service's other copy has long been heard of as well again when its turn comes.
  const half = Math.floor(seconds.length / 2);
  const turned = [...seconds.slice(half), ...seconds.slice(0, half)];
  return firsts.map((first, i) => [first, ...turned.slice(i, i + 1)]);
}
