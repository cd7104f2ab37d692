/** Lays out the demo in the databases of an installation that may be running, and ends. What is there already stays. */
import { systemClock } from '@usher/kit/clock';
import { openConnections } from './connections.ts';
import { openServices } from './open-services.ts';
import { runProgram } from './program.ts';
import { seedDemo } from './seed.ts';
import { publicUrlOf } from './config.ts';
import { services } from './services.ts';

await runProgram(async (program) => {
  const { config, log, stopping } = program;
  if (config.NODE_ENV === 'production') throw new Error('The demo is refused with NODE_ENV=production.');
  const host = await openServices(program, {
    here: services,
    cluster: config.DATABASE_URL,
    connections: await openConnections(program, 'seed-demo'),
    env: { PUBLIC_URL: publicUrlOf(config) },
  });
  await seedDemo({ host, log, clock: systemClock });
  process.stdout.write('The demo is laid out.\n');
  await stopping.stop(0);
});
