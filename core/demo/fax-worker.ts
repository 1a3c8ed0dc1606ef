/** The thread that draws the demo's faxes: half a gigabyte of canvas that is given back when it ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { renderDemoFaxes } from './faxes.ts';

parentPort?.postMessage(renderDemoFaxes((workerData as { day: string }).day));
