// `npm run package`: makes the unpacked program in dist/package.
// Always: only the pinned Electron makes a program for users. Where it cannot be had, the npm-carried one makes a
// program to test the packaging with, and that is said.
// Not here: what goes in and how it is locked down (electron-builder.yml).

import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Configuration, DIR_TARGET, build as makePackage, Platform } from 'electron-builder';
import { build } from './build.ts';
import { findElectron, pinnedElectron } from './runtime.ts';

const root = resolve(import.meta.dirname, '..');

const found = await findElectron(console.log);
if ('missing' in found) {
  console.error(found.missing);
  process.exit(1);
}
const { folder, version } = found.runtime;
const forUsers = version === pinnedElectron;
if (!forUsers)
  console.log(`TEST USE ONLY: this program is made from Electron ${version}, not from ${pinnedElectron}.`);

// That older Electron cannot run the core itself. A Node beside it can, if it finds the core outside the archive.
const forTests: Configuration = {
  asarUnpack: ['**/*.node', 'dist/core', 'migrations', 'node_modules', 'package.json'],
};

await build(['window', 'shell', 'core'], console.log);
await makePackage({
  projectDir: root,
  targets: Platform.current().createTarget(DIR_TARGET),
  publish: 'never',
  config: {
    extends: join(root, 'electron-builder.yml'),
    electronDist: folder,
    electronVersion: version,
    // Electron's own start page, which would run whatever it is pointed at.
    afterPack: ({ packager, appOutDir }) =>
      rm(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true }),
    ...(forUsers ? {} : forTests),
  },
});
console.log(`The program is in ${join(root, 'dist/package')}.`);
