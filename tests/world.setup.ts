/** One world for all journeys and bad inputs of a run. */
import type { TestProject } from 'vitest/node';
import { openWorld, type Placement, type WorldAddress } from './world.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    world: WorldAddress;
  }
}

export const setup = (project: TestProject): Promise<() => Promise<void>> => provideWorld(project, 'one');

/** Opens a world in that placement for a project's tests; gives back how to end it. */
export async function provideWorld(project: TestProject, placement: Placement): Promise<() => Promise<void>> {
  const { url, dataDir, callLog, stop } = await openWorld({}, placement);
  project.provide('world', { url, dataDir, callLog, placement });
  return stop;
}
