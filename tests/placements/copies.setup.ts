import type { TestProject } from 'vitest/node';
import { provideWorld } from '../world.setup.ts';

export const setup = (project: TestProject) => provideWorld(project, 'copies');
