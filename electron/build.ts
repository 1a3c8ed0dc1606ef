// Builds what `npm start` runs, when it is missing or older than its sources. Run by itself it builds everything,
// the core of the packaged program included.
// Not here: what goes into which file (vite.config.ts).

import { existsSync, globSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** The parts that can be built, with where their sources are and what stands for the result. */
const parts = {
  window: {
    environments: ['client'],
    sources: ['renderer/**/*', 'core/contract/**/*'],
    result: 'dist/renderer/index.html',
  },
  shell: {
    environments: ['main', 'preload'],
    sources: ['electron/*.ts'],
    result: 'dist/electron/preload.cjs',
  },
  core: {
    environments: ['core'],
    sources: ['core/**/*.ts', 'electron/core-in-electron.ts'],
    result: 'dist/core/serve.js',
  },
};

export type Part = keyof typeof parts;

/** Builds those of `wanted` that are out of date. `say` gets one sentence when there is something to build. */
export async function build(wanted: Part[], say: (sentence: string) => void): Promise<void> {
  const stale = wanted.filter(isStale);
  if (stale.length === 0) return;
  say(`Building the ${stale.join(' and the ')}. This takes a few seconds.`);
  const { createBuilder } = await import('vite');
  const builder = await createBuilder({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  for (const part of stale)
    for (const name of parts[part].environments) await builder.build(builder.environments[name]!);
}

function isStale(part: Part): boolean {
  const result = join(root, parts[part].result);
  if (!existsSync(result)) return true;
  const built = statSync(result).mtimeMs;
  const sources = [...parts[part].sources, 'vite.config.ts', 'package-lock.json'];
  return globSync(sources, { cwd: root }).some((file) => {
    const found = statSync(join(root, file));
    return found.isFile() && found.mtimeMs > built;
  });
}

if (import.meta.main) await build(['window', 'shell', 'core'], console.log);
