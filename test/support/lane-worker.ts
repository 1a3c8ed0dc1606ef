// A lane that works, or waits without working, for so many milliseconds, and answers how long it was asked to.

import { parentPort } from 'node:worker_threads';

export interface Task {
  works: boolean;
  ms: number;
}

const never = new Int32Array(new SharedArrayBuffer(4));
const processorMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

parentPort!.on('message', ({ works, ms }: Task) => {
  if (works) for (const until = processorMs() + ms; processorMs() < until; );
  else Atomics.wait(never, 0, 0, ms);
  parentPort!.postMessage(ms);
});
