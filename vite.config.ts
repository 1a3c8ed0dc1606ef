// Builds everything that is not run from its source, into dist/: the window (renderer/), the Electron main process
// and its preload (electron/), and for the packaged program the core. `vitest` reads its projects here too.
// Always: own code is bundled; the core's dependencies stay packages, since several read files beside themselves.
// Migrations are not built: `../../migrations` seen from dist/core is the same folder as seen from core/store.

import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import react from '@vitejs/plugin-react';
import type { EnvironmentOptions } from 'vite';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const { dependencies } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

/** Code for Node: one folder of ES modules (or the one CommonJS file that a sandboxed preload must be). */
function nodeBuild(outDir: string, input: Record<string, string>, bundled: boolean): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: bundled ? { noExternal: true, external: ['electron'] } : { external: Object.keys(dependencies) },
    build: {
      outDir: `${root}/dist/${outDir}`,
      emptyOutDir: true,
      minify: false,
      target: 'node20',
      rolldownOptions: {
        input,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  };
}

const preload = nodeBuild('electron', { preload: `${root}/electron/preload.ts` }, true);

/** Workers are started by their file, which stands beside serve.js as page-worker.ts stands beside its caller. */
const workers = Object.fromEntries(
  globSync('core/**/*-worker.ts', { cwd: root }).map((file) => [basename(file, '.ts'), `${root}/${file}`]),
);

/** What is asked again and again has as long as anything else that is waited for: a busy machine is no fault. */
const patience = { timeout: 60_000 };

export default defineConfig({
  root: `${root}/renderer`,
  plugins: [react()],
  environments: {
    client: { build: { outDir: `${root}/dist/renderer`, emptyOutDir: true, chunkSizeWarningLimit: 2_000 } },
    main: nodeBuild(
      'electron',
      { main: `${root}/electron/main.ts`, 'core-in-node': `${root}/electron/core-in-node.ts` },
      true,
    ),
    preload: {
      ...preload,
      build: {
        ...preload.build,
        // The main process is in the same folder.
        emptyOutDir: false,
        rolldownOptions: {
          ...preload.build?.rolldownOptions,
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
    core: nodeBuild(
      'core',
      {
        serve: `${root}/core/host/serve.ts`,
        'core-in-electron': `${root}/electron/core-in-electron.ts`,
        ...workers,
      },
      false,
    ),
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'main', 'preload', 'core'])
        await builder.build(builder.environments[name]!);
    },
  },
  test: {
    root,
    pool: 'forks',
    projects: [
      {
        root,
        test: {
          name: 'core',
          include: ['test/**/*.test.ts'],
          globalSetup: 'test/support/broker-for-all.ts',
          setupFiles: 'test/support/one-seed.ts',
          exclude: ['test/e2e/**'],
          // Vitest itself would leave one core idle.
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 0 },
          testTimeout: 120_000,
          hookTimeout: 180_000,
          expect: { poll: patience },
        },
      },
      {
        root,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/support/demo-for-all.ts',
          // Each waits for its own program half of the time.
          maxWorkers: availableParallelism() + 1,
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 180_000,
          expect: { poll: patience },
        },
      },
    ],
  },
});
