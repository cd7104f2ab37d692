/** One world for all journeys and bad inputs of a run. */
import type { TestProject } from 'vitest/node';
import { openWorld, type WorldAddress } from './world.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    world: WorldAddress;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, dataDir, callLog, stop } = await openWorld();
  project.provide('world', { url, dataDir, callLog });
  return stop;
}
