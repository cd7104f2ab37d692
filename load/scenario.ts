/** What a scenario is: a sentence on what it does, and how one run of it is made. */
import type { Figures } from './figures.ts';
import type { Installation, InstallationWishes } from './installation.ts';
import type { Placement } from '../tests/world.ts';

export interface Bench {
  readonly placement: Placement;
  /** A run of seconds, to see the direction a change takes; its figures are not results. */
  readonly short: boolean;
  /** Arrivals a second where the scenario can be given them; else as fast as it goes. */
  readonly rate: number | undefined;
  /** The size of the hall where the scenario can be given one; else a stadium. */
  readonly seats: number | undefined;
}

export interface Scenario {
  /** What happens in a run and how its figures are to be read. */
  readonly about: string;
  /** Makes one run on an installation of its own. */
  run(bench: Bench, installation: Installation): Promise<Figures>;
  /** Brings code and caches to their working temperature. */
  warmUp?(bench: Bench, installation: Installation): Promise<void>;
  /** What the installation must be like. */
  readonly wishes?: Pick<InstallationWishes, 'demo' | 'web' | 'settings' | 'cores'>;
}
