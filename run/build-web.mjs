/** Builds web/ and packs what it made: a process of its own, started by prepare.mjs. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { createBuilder } from 'vite';

/** Smaller files travel in one packet either way. */
const PACK_BYTES_MIN = 1_024;
const PACKED = /[.](js|css|svg|wasm|json|txt|webmanifest)$/;

const web = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../web');
process.chdir(web);
const builder = await createBuilder({ root: web, configFile: path.join(web, 'vite.config.ts'), logLevel: 'warn' });
await builder.buildApp();

for (const entry of readdirSync(path.join(web, 'build/client'), { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath, entry.name);
  if (!entry.isFile() || !PACKED.test(entry.name)) continue;
  const bytes = readFileSync(file);
  if (bytes.length < PACK_BYTES_MIN) continue;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
