// The core as a utility process of the packaged program: Electron's own Node runs it.
// The first message is the launch; after it there is only the one that asks it to end.

import { type Served, serve } from '../core/host/serve.ts';
import type { CoreLaunch, CoreMessage } from './core-launch.ts';

let served: Served | undefined;

process.parentPort.once('message', async (launched) => {
  process.parentPort.on('message', async (message) => {
    if (message.data !== ('end' satisfies CoreMessage)) return;
    // Before it listens there is nothing to close that a cut would hurt.
    await served?.close();
    process.exit(0);
  });
  const { data, demo, socket, token }: CoreLaunch = launched.data;
  served = await serve({
    dataFolder: data,
    demo,
    token,
    listen: { socket },
    // The shell answers the window's files itself.
    windowFolder: null,
    shell: 'electron',
  });
  process.parentPort.postMessage('listening' satisfies CoreMessage);
});
