/**
 * `npm start`: makes sure that Node, the packages and the bundles are as they must be, then runs
 * everything in this very process. Needs nothing installed and may be called from any directory.
 */
import { build, checkNode, install } from './prepare.mjs';

try {
  checkNode();
  await install();
  await build();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
process.setSourceMapsEnabled(true);
await import(new URL('../dist/all.mjs', import.meta.url).href);
