/**
 * `npm start`: makes sure that Node, the packages and the bundles are as they must be, then runs everything in this
 * very process, or another program of this folder when one is named. Needs nothing installed and may be called from
 * any directory.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, checkNode, install } from './prepare.mjs';

const [name = 'all', service] = process.argv.slice(2);
const program = new URL(`../dist/${name}.mjs`, import.meta.url);

try {
  checkNode();
  await install();
  await build({ web: name !== 'one' || service === 'gateway' });
  if (!existsSync(program)) throw new Error(`There is no program ${name} in run/.`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
process.setSourceMapsEnabled(true);
// The program finds its own arguments where it would without us.
process.argv.splice(1, 2, fileURLToPath(program));
await import(program.href);
