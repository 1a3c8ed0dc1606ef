// Where a workstation's data lives: the folder named on the command line, else the one chosen on this machine,
// else the system's application data folder + Mortar. Used with and without Electron, so it imports neither.

import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder used when nobody chose one. The machine's own choice is kept in it, in `machine.json`. */
export function defaultDataFolder(): string {
  return join(applicationData(), 'Mortar');
}

/** The data folder to open, absolute. `given` is what the command line says, if it says anything. */
export function dataFolder(given: string | undefined): string {
  return resolve(given ?? chosenOnThisMachine() ?? defaultDataFolder());
}

function chosenOnThisMachine(): string | undefined {
  try {
    const chosen: unknown = JSON.parse(readFileSync(join(defaultDataFolder(), 'machine.json'), 'utf8'));
    if (typeof chosen === 'object' && chosen !== null && 'dataFolder' in chosen)
      return typeof chosen.dataFolder === 'string' ? chosen.dataFolder : undefined;
  } catch {
    // No choice was made, or its file cannot be read: the default folder it is.
  }
  return undefined;
}

function applicationData(): string {
  if (process.platform === 'win32') return process.env.APPDATA || join(homedir(), 'AppData', 'Roaming');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return process.env.XDG_CONFIG_HOME || join(homedir(), '.config');
}
