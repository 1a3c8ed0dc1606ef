// A display for programs that need one, where the machine has none: Xvfb, which chooses a free number itself.

import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

export interface Display {
  /** What goes into DISPLAY. */
  name: string;
  close(): void;
}

/** Starts a virtual display. With `pictureFolder` it keeps its picture there as the file `Xvfb_screen0`. */
export async function openDisplay(pictureFolder?: string): Promise<Display> {
  const kept = pictureFolder ? ['-fbdir', pictureFolder] : [];
  const xvfb = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', ...kept],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const number = await new Promise<string>((resolve, reject) => {
    xvfb.once('error', () => reject(new Error('There is no display and no Xvfb to make one.')));
    xvfb.once('exit', () => reject(new Error('Xvfb could not make a display.')));
    (xvfb.stdio[3] as Readable).once('data', (line) => resolve(String(line).trim()));
  });
  return { name: `:${number}`, close: () => void xvfb.kill() };
}
