/**
 * What must be there before TypeScript can run: a Node new enough, the packages, the bundles in dist/.
 * Plain JavaScript without packages, since it runs before any are installed. Each step looks first and
 * does nothing when nothing changed, so a warm start pays a few milliseconds.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What can be run. A file that does not exist is passed over, so that a run without it still builds. */
const ENTRIES = [
  'run/all.ts',
  'run/one.ts',
  'run/cluster.ts',
  'run/cluster-keeper.ts',
  'run/migrate.ts',
  'run/seed-demo.ts',
  // A thread of the tickets service, beside the programs.
  'services/tickets/src/pdf-thread.ts',
];
const SOURCES = ['contracts', 'kit', 'services', 'stand-ins', 'run'];
const WEB_SOURCES = ['contracts', 'web'];
const NOT_SOURCES = new Set(['node_modules', 'test', 'tests', 'dist', 'build', '.types', '.react-router']);
const NODE_LEAST = [20, 19];

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');

/** Throws one sentence when this Node is older than Usher needs. */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > NODE_LEAST[0] || (major === NODE_LEAST[0] && minor >= NODE_LEAST[1])) return;
  throw new Error(`Usher needs Node ${NODE_LEAST.join('.')} or newer, and this is ${version}: see https://nodejs.org.`);
}

/**
 * Installs the packages the lockfile names unless they are there: those that running needs, and with
 * `development` all. Development packages that are there stay. Throws one sentence when npm fails.
 */
export async function install({ development = false } = {}) {
  const installed = installedPackages();
  const all = development || Object.values(installed).some((entry) => entry.dev === true);
  if (missingPackages(installed, { development }).length === 0) return;
  console.log(`Installing packages (${all ? 'all' : 'only what running needs'}); this takes a minute the first time.`);
  const started = performance.now();
  await npm(['ci', ...(all ? [] : ['--omit=dev']), '--no-audit', '--no-fund', '--loglevel=error']);
  console.log(`Installed in ${seconds(started)} s.`);
}

/** Everything that runs: the bundles and, unless nobody needs it, the web app, each built only when something of it changed. */
export async function build({ web = true } = {}) {
  await buildBundles();
  if (web) await buildWeb();
}

/**
 * Bundles every entry to dist/<name>.mjs, one file each with its source map, unless no source changed.
 * Packages stay outside the bundles; our own workspaces go in. Throws when the source does not compile.
 */
async function buildBundles() {
  const stampFile = path.join(dist, '.stamp');
  const stamp = sourceStamp(SOURCES);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const started = performance.now();
  const entryPoints = ENTRIES.map((entry) => path.join(root, entry)).filter((entry) => existsSync(entry));
  if (entryPoints.length === 0) return;
  rmSync(stampFile, { force: true });
  await bundle(entryPoints, dist);
  writeFileSync(stampFile, stamp);
  if (performance.now() - started > 1000) console.log(`Built in ${seconds(started)} s.`);
}

/** Bundles each entry to <outdir>/<name>.mjs. Throws when the source does not compile. */
export async function bundle(entryPoints, outdir) {
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints,
    outdir,
    entryNames: '[name]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    sourcesContent: false,
    absWorkingDir: root,
    logLevel: 'error',
    plugins: [ownWorkspaces],
  });
  // Its helper process would stay, and so would its memory.
  await esbuild.stop();
}

/**
 * Builds the web app to web/build and packs its files for browsers that take them packed. In a process of its own:
 * the bundler keeps threads and memory that the server which starts next should not carry.
 */
async function buildWeb() {
  const stampFile = path.join(root, 'web/build/.stamp');
  const stamp = sourceStamp(WEB_SOURCES);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const started = performance.now();
  console.log('Building the web app.');
  rmSync(stampFile, { force: true });
  const { output, code } = await outputOf(process.execPath, [path.join(root, 'run/build-web.mjs')]);
  if (code !== 0) throw new Error(`The web app could not be built:\n${output.trim()}`);
  writeFileSync(stampFile, stamp);
  console.log(`Built in ${seconds(started)} s.`);
}

function outputOf(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: path.join(root, 'web'),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ output, code: code ?? 1 }));
  });
}

/** `@usher/kit/batch` is kit/src/batch.ts by the exports map of that workspace, not an outside package. */
const ownWorkspaces = {
  name: 'own-workspaces',
  setup(bundler) {
    bundler.onResolve({ filter: /^@usher\// }, ({ path: wanted }) => {
      const [, workspace, ...rest] = wanted.split('/');
      const folder = realpathSync(path.join(root, 'node_modules/@usher', workspace));
      const { exports } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
      const inside = rest.join('/');
      const target = exports[`./${inside}`] ?? exports['./*'].replace('*', inside);
      return { path: path.join(folder, target) };
    });
  },
};

/** npm writes this list when an installation is complete, and removes it when it begins one. */
function installedPackages() {
  const list = path.join(root, 'node_modules/.package-lock.json');
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')).packages : {};
}

function missingPackages(installed, { development }) {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  return Object.keys(packages).filter((name) => {
    const wanted = packages[name];
    if (!name.startsWith('node_modules/') && !name.includes('/node_modules/')) return false;
    if (!development && (wanted.dev || wanted.devOptional)) return false;
    if (wanted.optional && !isForThisMachine(wanted)) return false;
    const found = installed[name];
    const same = found?.version === wanted.version && found?.integrity === wanted.integrity;
    return !same || !existsSync(path.join(root, name));
  });
}

/** An optional package we can be sure npm chose: it names our platform, and leaves the C library open, which we do not judge. */
function isForThisMachine({ os, cpu, libc }) {
  return os !== undefined && libc === undefined && fits(os, process.platform) && fits(cpu, process.arch);
}

function fits(allowed, actual) {
  if (allowed === undefined) return true;
  if (allowed.includes(`!${actual}`)) return false;
  return allowed.includes(actual) || allowed.every((each) => each.startsWith('!'));
}

/** Ctrl-C reaches npm too; we wait for it to clean up and then end as if stopped by that signal. */
async function npm(args) {
  // Under `npm start` this names the very npm that runs us; it may be another one than that on the path.
  const script = process.env.npm_execpath;
  const [command, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  let stoppedBy;
  const stop = (signal) => {
    stoppedBy = signal;
    child.kill(signal);
  };
  const child = spawn(command, [...first, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', (cause) => reject(new Error(`npm could not be run: ${cause.message}.`, { cause })));
      child.once('close', (exitCode) => resolve(exitCode));
    });
    if (stoppedBy !== undefined) process.exit(stoppedBy === 'SIGINT' ? 130 : 143);
    if (code !== 0) throw new Error('The packages could not be installed: npm says why above.');
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** Changes whenever a source file of these folders, the lockfile or this file is written, added or removed. */
function sourceStamp(folders) {
  const hash = createHash('sha256');
  const files = folders.filter((folder) => existsSync(path.join(root, folder))).flatMap((folder) => filesIn(folder));
  for (const file of [...files.sort(), 'package-lock.json']) {
    const { mtimeMs, size } = statSync(path.join(root, file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

function filesIn(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) return NOT_SOURCES.has(entry.name) ? [] : filesIn(inside);
    return entry.isFile() ? [inside] : [];
  });
}

function seconds(started) {
  return ((performance.now() - started) / 1000).toFixed(1);
}
