/**
 * Loaded into the process that is looked at (`NODE_OPTIONS=--import=…`): from one SIGUSR2 to the next V8 samples it, then the
 * profile is written to the file that PROFILE_FILE names. Its helpers load it too and are never asked.
 */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const { PROFILE_FILE = '', PROFILE_INTERVAL_US = '500' } = process.env;
const session = new Session();
let isSampling = false;

process.on('SIGUSR2', async () => {
  if (isSampling) {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(PROFILE_FILE, JSON.stringify(profile));
    return;
  }
  isSampling = true;
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: Number(PROFILE_INTERVAL_US) });
  await session.post('Profiler.start');
});
